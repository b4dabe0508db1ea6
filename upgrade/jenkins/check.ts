import { setTimeout as sleep } from "node:timers/promises";

import { Failure } from "../../nas/failure";
import { versionIn } from "../rolled";
import type { JenkinsAddress } from "./client";
import { JenkinsClient } from "./client";
import { loud, type Report } from "./quiet";

/** What a Jenkins has to come to after its pod was replaced. */
export interface ExpectedJenkins {
  /** Its image; only the version in a tag can be compared. */
  readonly image: string;
  /** Longest wait. */
  readonly minutes: number;
  /** What it was told when it was made quiet: it is made to go on where it was not restarted. */
  readonly message: string;
  /** What to do when it does not come, one line a step. */
  readonly rollback: readonly string[];
}

/**
 * Waits until Jenkins lets users log in and says that it has the version of its image.
 *
 * @param pause milliseconds between two looks
 * @throws Failure with the way back
 */
export async function awaitJenkins(
  address: JenkinsAddress,
  { image, minutes, message, rollback }: ExpectedJenkins,
  report: Report,
  pause = 2000,
): Promise<string> {
  const client = new JenkinsClient(address, 10_000);
  const wanted = versionIn(image);
  const deadline = performance.now() + minutes * 60_000;
  for (;;) {
    const { status, version } = await client.login();
    if (status === 200 && version !== undefined && version === (wanted ?? version)) {
      report(`Jenkins ${version} lets users log in`);
      await goOn(client, message, report);
      return version;
    }
    if (performance.now() >= deadline)
      throw new Failure(
        "failed",
        [
          `jenkins: expected ${wanted ?? "any version"} at ${address.url}login within ${minutes} minutes, got ${seen(status, version)}`,
          ...rollback,
        ].join("\n"),
      );
    await sleep(Math.min(pause, Math.max(0, deadline - performance.now())));
  }
}

/** A Jenkins that was asked to be quiet and then not restarted would stay quiet for ever. Somebody else's quiet stays. */
async function goOn(client: JenkinsClient, message: string, report: Report): Promise<void> {
  try {
    const { quieting, reason } = await client.state();
    if (quieting && reason === message) await loud(client, report);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    report(`warning: ${error.message}; whether Jenkins is quiet is not known`);
  }
}

function seen(status: number, version: string | undefined): string {
  if (status === 0) return "no answer";
  return `status ${status} ${version === undefined ? "without a version" : `of ${version}`}`;
}
