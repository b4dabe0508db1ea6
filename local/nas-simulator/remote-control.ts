import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";

import type { Instance } from "../instance";
import type { LoggedCall } from "./call-log";
import type { FaultRequest } from "./faults";
import type { BrokenSession } from "./sessions";
import type { settingsSchema } from "./settings";
import type { Host } from "./state";
import { sendWeb } from "./web";

/** What the simulated NAS is doing. */
export interface NasActivity {
  /** Sessions opened and not closed. */
  readonly sessions: number;
  /** Faults that wait for their call. */
  readonly pending: readonly unknown[];
  /** Calls that hang until {@link releaseFaults}. */
  readonly hanging: number;
  /** Calls performed since the start: a mark for {@link recordedCalls}. */
  readonly calls: number;
}

/** A part of `settings.json`; objects in it are merged into those of the NAS. */
export type SettingsChange = Part<z.input<typeof settingsSchema>>;

type Part<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { readonly [Key in keyof Value]?: Part<Value[Key]> }
    : Value;

/** Makes coming calls fail. Rejects when the NAS does not run or the fault is malformed. */
export async function injectFault(instance: Instance, fault: FaultRequest): Promise<void> {
  await control(instance, "POST", "faults", fault);
}

/** Lets hanging calls go on and forgets faults not played yet. */
export async function releaseFaults(instance: Instance): Promise<void> {
  await control(instance, "POST", "release");
}

/** Sessions, faults, hanging calls and the mark of the call log now. */
export async function nasActivity(instance: Instance): Promise<NasActivity> {
  return (await control(instance, "GET", "status")) as NasActivity;
}

/** The calls that were performed after a mark, oldest first, without their parameters; the last 10,000 are kept. */
export async function recordedCalls(instance: Instance, since = 0): Promise<readonly LoggedCall[]> {
  return (await control(instance, "GET", `calls?since=${since}`)) as LoggedCall[];
}

/** Wipes LUNs, snapshots, targets, hosts, sessions, faults and changed settings; the NAS stays the same one. */
export async function resetNas(instance: Instance): Promise<void> {
  await control(instance, "POST", "reset");
}

/** Changes settings of the running NAS until its next reset or start. Rejects when one is unknown or wrong. */
export async function changeNasSettings(instance: Instance, change: SettingsChange): Promise<void> {
  await control(instance, "POST", "settings", change);
}

/** Breaks every open session: its calls are refused with this code until a new login. */
export async function breakSessions(instance: Instance, code: BrokenSession): Promise<void> {
  await control(instance, "POST", "break-sessions", { code });
}

/** Refuses connections to the Web API for some milliseconds; a reboot forgets the sessions too. iSCSI goes on. */
export async function interruptNas(
  instance: Instance,
  outage: { readonly ms: number; readonly reboot?: boolean },
): Promise<void> {
  await control(instance, "POST", "outage", outage);
}

/** Takes a snapshot as DSM's scheduler does; returns its uuid. `lun` is a name or a uuid. */
export async function takeScheduledSnapshot(instance: Instance, lun: string): Promise<string> {
  return ((await control(instance, "POST", "scheduled-snapshot", { lun })) as { uuid: string })
    .uuid;
}

/** Replaces the hosts of SAN Manager. While a host names a LUN, only the initiators of such hosts see its targets. */
export async function replaceHosts(instance: Instance, hosts: readonly Host[]): Promise<void> {
  await control(instance, "POST", "hosts", hosts);
}

/** Makes a disk of Virtual Machine Manager: a LUN that a list filtered by types hides; returns its uuid. */
export async function createVirtualMachineDisk(
  instance: Instance,
  disk: { readonly name: string; readonly size: number },
): Promise<string> {
  return ((await control(instance, "POST", "virtual-machine-disk", disk)) as { uuid: string }).uuid;
}

async function control(
  instance: Instance,
  method: "GET" | "POST",
  page: string,
  body?: object,
): Promise<unknown> {
  const nasFolder = join(instance.folder, "nas");
  const { status, text } = await sendWeb({
    nasFolder,
    port: instance.ports.dsm,
    path: `/simulator/${page}`,
    method,
    headers: { "x-simulator-token": readFileSync(join(nasFolder, "admin-token"), "utf8").trim() },
    body: body === undefined ? "" : JSON.stringify(body),
  });
  const answer: unknown = status === 200 ? JSON.parse(text) : undefined;
  if (answer === undefined || (answer as { success?: boolean }).success === false) {
    throw new Error(`simulated NAS: expected it to accept ${method} ${page}, got ${text}`);
  }
  return answer;
}
