import { z } from "zod";

import { Failure } from "../failure";
import { absentApiCodes } from "./errors";
import type { Session } from "./session";

/** Snapshots of one LUN DSM enforces nobody knows exactly: it reports 256 and 128 together, so the lower one holds. */
const safeSnapshots = 128;

/** What the model of the NAS allows; undefined when it does not say, and then nothing is refused for it. */
export interface Limits {
  /** LUNs of any kind, those of virtual machines included. */
  readonly luns: number | undefined;
  readonly targets: number | undefined;
  /** Snapshots of one LUN, those of the NAS's own schedule included; at most 128. */
  readonly snapshotsPerLun: number;
}

/** The NAS as a machine. */
export interface SystemInfo {
  readonly model: string;
  /** Such as `DSM 7.2.2-72806 Update 3`. */
  readonly firmware: string;
  /** Time since its start, as DSM prints it (`hh:mm:ss`). */
  readonly upTime: string;
  /** The NAS's clock as DSM prints it, in its own time zone; undefined when it does not say. */
  readonly time: string | undefined;
}

/** One network interface of the NAS; DSM lists IPv4 addresses only. */
export interface NetworkInterface {
  readonly name: string;
  readonly address: string;
  readonly status: string;
}

/** Security settings that decide whether this tool can work. */
export interface Security {
  /** Minutes of idleness after which DSM ends a session; undefined when it does not say. */
  readonly sessionTimeoutMinutes: number | undefined;
}

const wholeNumber = z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number);
const definitions = z.looseObject({
  max_iscsiluns: wholeNumber.optional().catch(undefined),
  max_iscsitrgs: wholeNumber.optional().catch(undefined),
  max_snapshot_per_lun: wholeNumber.optional().catch(undefined),
  max_snapshot_per_lun_v2: wholeNumber.optional().catch(undefined),
});

/** Reads the limits of the model: 4 LUNs and 2 targets on the smallest, 512 and 256 on the largest. */
export async function readLimits(session: Session): Promise<Limits> {
  const found = await session.read(
    { api: "SYNO.Core.System", method: "info", parameters: { type: "define" } },
    definitions.optional(),
  );
  return {
    luns: found?.max_iscsiluns,
    targets: found?.max_iscsitrgs,
    snapshotsPerLun: Math.min(
      safeSnapshots,
      found?.max_snapshot_per_lun ?? safeSnapshots,
      found?.max_snapshot_per_lun_v2 ?? safeSnapshots,
    ),
  };
}

/** Reads model and version, and the clock where DSM tells it. */
export async function systemInfo(session: Session): Promise<SystemInfo> {
  const { model, firmware_ver, up_time } = await session.read(
    { api: "SYNO.Core.System", method: "info" },
    z.looseObject({
      model: z.string().default(""),
      firmware_ver: z.string().default(""),
      up_time: z.string().default(""),
    }),
  );
  const dsm = await orAbsent(() =>
    session.read(
      { api: "SYNO.DSM.Info", method: "getinfo", version: 2 },
      z.looseObject({ time: z.string().optional() }),
    ),
  );
  return { model, firmware: firmware_ver, upTime: up_time, time: dsm?.time };
}

/** Reads the network interfaces. */
export async function networkInterfaces(session: Session): Promise<readonly NetworkInterface[]> {
  const text = z.string().default("");
  const rows = await session.read(
    { api: "SYNO.Core.Network.Interface", method: "list" },
    z.array(z.looseObject({ ifname: text, ip: text, status: text })),
  );
  return rows.map(({ ifname, ip, status }) => ({ name: ifname, address: ip, status }));
}

/** Reads the security settings; all undefined where the NAS does not have the API. */
export async function readSecurity(session: Session): Promise<Security> {
  const found = await orAbsent(() =>
    session.read(
      { api: "SYNO.Core.Security.DSM", method: "get" },
      z.looseObject({ timeout: wholeNumber.optional().catch(undefined) }),
    ),
  );
  return { sessionTimeoutMinutes: found?.timeout };
}

/** What `read` gives; undefined when the NAS lacks the API it asks. */
export async function orAbsent<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Failure ? error.details.dsmCode : undefined;
    if (code !== undefined && absentApiCodes.has(code)) return undefined;
    throw error;
  }
}
