import { Failure } from "../../nas/failure";
import type { JenkinsClient } from "./client";

/** How Jenkins is made quiet before its pod is replaced; as in `upgrades.quietDown`. */
export interface QuietDown {
  /** Whether to wait until nothing runs that a restart would lose. */
  readonly wait: boolean;
  /** Longest wait. */
  readonly minutes: number;
  /** What users read meanwhile. */
  readonly message: string;
  /** What to do when builds still run after that. */
  readonly whenBusy: "stop" | "continue";
  /** What to do when no Jenkins answers. */
  readonly whenUnreachable: "stop" | "continue";
}

/** One line of progress for the operator. */
export type Report = (line: string) => void;

/** What surrounds the waiting. */
export interface Surroundings {
  readonly slice?: number;
  readonly ended: AbortSignal;
}

/** Proxies end a request without an answer after a minute: Jenkins is asked to block for less, again and again. */
const longestBlock = 30_000;
const shortestBlock = 5000;

/**
 * Makes Jenkins quiet, and waits until nothing runs that a restart would lose: pipelines go on afterwards, and Jenkins
 * itself knows which builds do not.
 *
 * @param surroundings longest wait in one request, in milliseconds (default 30 000), and what ends the waiting
 * @returns whether this run made a Jenkins quiet; not where somebody else had, whose quiet and words then stay
 * @throws Failure when it is to stop; then Jenkins is as quiet as it was before
 */
export async function quiet(
  client: JenkinsClient,
  { wait, minutes, message, whenBusy, whenUnreachable }: QuietDown,
  report: Report,
  surroundings: Surroundings,
): Promise<boolean> {
  let already = "";
  try {
    const { quieting, reason } = await client.state();
    // What a run of this stack left behind when it was killed is its own.
    if (quieting && reason !== message) already = reason || "somebody has asked it to";
    await client.quietDown(already || message);
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== "unreachable") throw error;
    if (whenUnreachable === "continue") {
      report(`warning: ${error.message}; it is taken to be down, as the settings say`);
      return false;
    }
    throw new Failure(
      "unreachable",
      `${error.message}; if it is known to be down, set upgrades.quietDown.whenUnreachable to continue`,
    );
  }
  report(
    already === ""
      ? `Jenkins starts no more builds: ${message}`
      : `Jenkins is quiet already, and stays so: ${already}`,
  );
  const words = already || message;
  try {
    if (wait) await idle(client, { minutes, message: words, whenBusy }, report, surroundings);
  } catch (error) {
    if (already === "") await loud(client, report);
    throw error;
  }
  return already === "";
}

/** Takes the quiet back after a failure; a second failure is told and does not hide the first. */
export async function loud(client: JenkinsClient, report: Report): Promise<void> {
  try {
    await client.cancelQuietDown();
    report("Jenkins starts builds again");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    report(`warning: ${error.message}; Jenkins may still be quiet: press Cancel Shutdown there`);
  }
}

async function idle(
  client: JenkinsClient,
  { minutes, message, whenBusy }: Pick<QuietDown, "minutes" | "message" | "whenBusy">,
  report: Report,
  { slice = longestBlock, ended }: Surroundings,
): Promise<void> {
  const deadline = performance.now() + minutes * 60_000;
  let told = -1;
  for (;;) {
    ended.throwIfAborted();
    const left = deadline - performance.now();
    // Long enough to tell an answer at once from one after it.
    const block = Math.max(Math.min(slice, shortestBlock), Math.min(slice, Math.ceil(left)));
    const begin = performance.now();
    await client.quietDown(message, block, ended);
    const blocked = performance.now() - begin;
    const { quieting, busy } = await client.state();
    if (!quieting)
      throw new Failure(
        "failed",
        "jenkins: expected it to stay quiet, got one that somebody let start builds again; run the command again when that is fine",
      );
    // An answer before the time was up is Jenkins' word that a restart loses nothing.
    if (blocked < block) return;
    if (performance.now() >= deadline) {
      const builds = `${busy} ${busy === 1 ? "executor" : "executors"} at work`;
      if (whenBusy === "continue") {
        report(
          `warning: after ${minutes} minutes ${builds}; the upgrade goes on, as the settings say`,
        );
        return;
      }
      throw new Failure(
        "refused",
        `upgrades.quietDown.minutes: expected no build after ${minutes} minutes, got ${builds}; wait for them, abort them, or set upgrades.quietDown.whenBusy to continue`,
      );
    }
    if (busy !== told) report(`waiting for builds: ${busy} at work`);
    told = busy;
  }
}
