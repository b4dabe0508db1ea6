import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Instance } from "../instance";
import type { LoggedCall } from "./administration";
import type { FaultRequest } from "./faults";
import { sendWeb } from "./web";

/** What the simulated NAS is doing. */
export interface NasActivity {
  /** Sessions opened and not closed. */
  readonly sessions: number;
  /** Faults that wait for their call. */
  readonly pending: readonly unknown[];
  /** Calls that hang until {@link releaseFaults}. */
  readonly hanging: number;
}

/** Makes the next calls of one method fail. Rejects when the NAS does not run or the fault is malformed. */
export async function injectFault(instance: Instance, fault: FaultRequest): Promise<void> {
  await control(instance, "POST", "faults", JSON.stringify(fault));
}

/** Lets hanging calls go on and forgets faults not played yet. */
export async function releaseFaults(instance: Instance): Promise<void> {
  await control(instance, "POST", "release");
}

/** Sessions, faults and hanging calls now. */
export async function nasActivity(instance: Instance): Promise<NasActivity> {
  return (await control(instance, "GET", "status")) as NasActivity;
}

/** The last thousand calls that were performed, oldest first, without their parameters. */
export async function recordedCalls(instance: Instance): Promise<readonly LoggedCall[]> {
  return (await control(instance, "GET", "calls")) as LoggedCall[];
}

async function control(
  instance: Instance,
  method: "GET" | "POST",
  page: string,
  body = "",
): Promise<unknown> {
  const nasFolder = join(instance.folder, "nas");
  const { status, text } = await sendWeb({
    nasFolder,
    port: instance.ports.dsm,
    path: `/simulator/${page}`,
    method,
    headers: { "x-simulator-token": readFileSync(join(nasFolder, "admin-token"), "utf8").trim() },
    body,
  });
  const answer: unknown = status === 200 ? JSON.parse(text) : undefined;
  if (answer === undefined || (answer as { success?: boolean }).success === false) {
    throw new Error(`simulated NAS: expected it to accept ${method} ${page}, got ${text}`);
  }
  return answer;
}
