import { foreseen } from "../../failover";
import { Failure } from "../../nas/failure";
import { JenkinsClient } from "../../upgrade/jenkins/client";
import { loud, quiet } from "../../upgrade/jenkins/quiet";
import { jenkinsAddress } from "../drift/jenkins-address";
import type { StackCli } from "../nas/stack-cli";
import type { StoredStack } from "../nas/stored-stack";

const key = "jenkins-stack:jenkins.maintenance";

/** What is maintained, and how. */
export interface Maintenance {
  readonly stack: string;
  readonly stored: StoredStack;
  /** Whether Jenkins is to be stopped. */
  readonly stop: boolean;
  /** How long builds may take to end; undefined = nobody waits for them. */
  readonly minutes: number | undefined;
}

/**
 * Stops Jenkins by its settings, or starts it again: what is set is what the next deployment keeps.
 *
 * The setting is written, and a preview has to foresee nothing but the pod; otherwise the setting is put back. Jenkins
 * is quiet before its pod goes.
 *
 * @param ended puts everything back that was done before the deployment; the deployment itself ends as it likes
 * @throws Failure `refused` when other changes wait to be deployed or builds do not end, `failed` when it was ended
 */
export async function maintain(
  cli: StackCli,
  wanted: Maintenance,
  report: (line: string) => void,
  ended: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { stored, stop } = wanted;
  const before = stored.sections.jenkins.maintenance;
  // Absent is the same as false, and how it was before anybody needed it.
  const set = (value: boolean) =>
    cli(value ? ["config", "set", "--path", key, "true"] : ["config", "rm", "--path", key]);
  let undo: (() => Promise<void>) | undefined;
  try {
    if (before !== stop) await set(stop);
    undo = await readied(cli, wanted, report, ended);
    // Whoever ended it just now still finds everything as it was.
    interrupted(ended);
  } catch (error) {
    await undo?.();
    if (before !== stop) await set(before);
    interrupted(ended);
    throw error;
  }
  report(stop ? "stopping the controller" : "starting the controller; a huge home takes minutes");
  try {
    await cli(["up", "--yes", "--skip-preview"]);
  } catch (error) {
    // The setting stays: it may be half deployed. A Jenkins that still runs need not wait for the next attempt.
    await undo?.();
    report(`jenkins.maintenance stays ${stop ? "set" : "out"}: run the same command again`);
    throw error;
  }
}

/**
 * Makes sure that nothing but the pod changes, and has Jenkins be quiet before it stops.
 *
 * @returns what takes the quiet back, where this has asked for it
 */
async function readied(
  cli: StackCli,
  { stack, stored, stop, minutes }: Maintenance,
  report: (line: string) => void,
  ended: AbortSignal,
): Promise<(() => Promise<void>) | undefined> {
  const { pod, others } = foreseen(await cli(["preview", "--json"]));
  ended.throwIfAborted();
  if (others.length > 0) throw refusal(stack, others, stop);
  if (!pod || !stop || minutes === undefined) return undefined;
  const exported = await cli(["stack", "export", "--show-secrets"]);
  ended.throwIfAborted();
  const client = new JenkinsClient(await jenkinsAddress(stored, exported));
  const how = {
    ...{ wait: true, minutes, message: "Jenkins stops for maintenance" },
    ...({ whenBusy: "stop", whenUnreachable: "continue" } as const),
  };
  // Where nobody answers nobody starts builds either, and a quiet that somebody else has asked for is not ours to end.
  return (await quiet(client, how, report, { ended })) ? () => loud(client, report) : undefined;
}

function interrupted({ aborted }: AbortSignal): void {
  if (aborted) throw new Failure("failed", "interrupted: nothing was changed");
}

function refusal(stack: string, others: readonly string[], stop: boolean): Failure {
  const lines = others.map((line) => `  ${line}`);
  return new Failure(
    "refused",
    [
      "preview: expected nothing but the controller's pod to change, got",
      ...lines,
      `nothing was changed; deploy the rest first: npm run up -- --stack ${stack}, ` +
        `or have it deployed together: set jenkins.maintenance to ${String(stop)} yourself`,
    ].join("\n"),
  );
}
