import { z } from "zod";

import { connectedPreview, UnreadablePreview } from "../../preview/connected";
import { policyReport } from "../../preview/policies";
import type { Preview } from "../../preview/preview";
import { reportOf, type Report } from "../../preview/report/report";
import type { PolicySettings } from "../../policy";
import { policy as policySection } from "../../stacks/sections/policy";
import { Failure } from "../../nas/failure";
import { stackRun, type StackRun } from "../nas/stack-cli";

/** Which change is meant, and how it is looked at. */
export interface Announcement {
  /** Project root. */
  readonly root: string;
  readonly stack: string;
  /** Folder of the local platform, for its stack. */
  readonly instance?: string | undefined;
  /** Snapshot that the home was restored to on purpose. */
  readonly restoredSnapshot?: string | undefined;
}

/**
 * Has the engine say what a run would do, and reports it.
 *
 * @throws Failure `request` when the engine prints no preview: without a CLI, a platform or a readable stack
 */
export async function announced(
  { root, stack, instance, restoredSnapshot }: Announcement,
  given?: StackRun,
): Promise<Report> {
  const run = given ?? (await stackRun(root, stack, process.env, instance));
  const { exitCode, stdout, stderr } = await run(["preview", "--json", "--show-sames"]);
  if (exitCode !== 0 && !stdout.trimStart().startsWith("{")) {
    const reason = lastWords(stderr);
    const name = JSON.stringify(stack);
    throw new Failure("request", `--stack: expected a preview of stack ${name}, got\n${reason}`);
  }
  // The streams may have come as one: what was printed is none of what was said.
  const printed = new Set(stdout.split("\n"));
  const words = stderr.split("\n").filter((line) => !printed.has(line));
  const preview = connectedPreview(stack, stdout, { exitCode, said: lastWords(words.join("\n")) });
  return reported(preview, storedPolicy(stdout), restoredSnapshot);
}

function lastWords(text: string): string {
  return text.trim().split("\n").slice(-5).join("\n");
}

/** Reports a preview, with what the policies say about it. */
export function reported(
  preview: Preview,
  settings: PolicySettings,
  restoredSnapshot?: string,
): Report {
  const today = new Date().toISOString().slice(0, 10);
  const policy = policyReport(preview, settings, today);
  return reportOf(preview, {
    ...(policy === undefined ? {} : { policy }),
    ...(restoredSnapshot === undefined ? {} : { restoredSnapshot }),
  });
}

const document = z.looseObject({
  config: z.looseObject({ "jenkins-stack:policy": z.string().optional() }).default({}),
});

/** The section of the policies as the engine read it; settings that it refused have their own error. */
function storedPolicy(text: string): PolicySettings {
  const { config } = document.parse(JSON.parse(text));
  const stored = config["jenkins-stack:policy"];
  const section = policySection.safeParse(stored === undefined ? undefined : parsed(stored));
  return section.success ? section.data : policySection.parse(undefined);
}

function parsed(stored: string): unknown {
  try {
    return JSON.parse(stored);
  } catch {
    throw new UnreadablePreview(
      "jenkins-stack:policy: expected settings that are no secret, got some that cannot be read; set them without --secret",
    );
  }
}
