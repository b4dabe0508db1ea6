import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

import { writePrivate } from "./settings";

const lun = z.strictObject({
  uuid: z.uuid(),
  lunId: z.int().positive(),
  name: z.string(),
  description: z.string(),
  /** `VDISK_BLUN` is a disk of Virtual Machine Manager; the Web API lists it but creates none. */
  type: z.enum(["BLUN", "BLUN_THICK", "THIN", "ADV", "FILE", "VDISK_BLUN"]),
  location: z.string(),
  size: z.int().positive(),
  attributes: z.record(z.string(), z.union([z.literal(0), z.literal(1)])),
  /** What DSM is busy with; the LUN is locked until `settledAt` (milliseconds since the epoch). */
  action: z.enum([
    "none",
    "creating",
    "growing",
    "deleting",
    "snapshotting",
    "cloning",
    "restoring",
  ]),
  settledAt: z.number(),
  /** Whether initiators may see it: `unload_lun` takes a LUN away from them without unmapping it. */
  loaded: z.boolean().default(true),
  /** Counts the restores: the file behind the LUN is another one after each. */
  revision: z.int().nonnegative().default(0),
  /** Seconds since the epoch of the last restore; 0 = never. */
  restoredTime: z.int().nonnegative().default(0),
  /** What it was cloned from; null for a LUN that was created empty. */
  parent: z
    .strictObject({
      lunUuid: z.uuid(),
      lunName: z.string(),
      snapshotUuid: z.string(),
      snapshotTime: z.int().nonnegative(),
    })
    .nullable()
    .default(null),
  /** Bytes that a clone shares with its parent: they occupy the volume once. */
  sharedBytes: z.int().nonnegative().default(0),
});

const snapshot = z.strictObject({
  uuid: z.uuid(),
  snapshotId: z.int().positive(),
  lunUuid: z.uuid(),
  name: z.string(),
  description: z.string(),
  takenBy: z.string(),
  /** Locked against retention; DSM deletes a locked one when it is told to. */
  locked: z.boolean(),
  /** Seconds since the epoch. */
  createTime: z.int().nonnegative(),
  /** Size of the LUN at that time. */
  size: z.int().positive(),
});

/** A host of SAN Manager: initiators and the LUNs they may use. */
export const hostSchema = z.strictObject({
  hostId: z.string().min(1),
  name: z.string(),
  initiatorIds: z.array(z.string()),
  acls: z.array(z.strictObject({ lunUuid: z.uuid(), permission: z.string() })),
});

/** The initiator of an access list that stands for all that are not named. */
export const anyInitiator = "iqn.2000-01.com.synology:default.acl";

const credentials = z.strictObject({ user: z.string(), password: z.string() });

const target = z.strictObject({
  targetId: z.int().positive(),
  name: z.string(),
  iqn: z.string(),
  enabled: z.boolean(),
  authType: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  chap: credentials,
  mutual: credentials,
  /** 0 = unlimited. */
  maxSessions: z.int().nonnegative(),
  headerChecksum: z.boolean(),
  dataChecksum: z.boolean(),
  maxReceiveBytes: z.int(),
  maxSendBytes: z.int(),
  mappings: z.array(z.strictObject({ lunUuid: z.uuid(), index: z.int().positive() })),
  /** Who may log in: permission `rw` or `r` lets in, anything else keeps out. */
  acls: z
    .array(z.strictObject({ iqn: z.string(), permission: z.string() }))
    .default([{ iqn: anyInitiator, permission: "rw" }]),
  /** Interfaces it is offered on; null = the default ones of the NAS. */
  portals: z
    .array(z.strictObject({ interfaceName: z.string(), ip: z.string() }))
    .nullable()
    .default(null),
});

const schema = z.strictObject({
  nodeUuid: z.uuid(),
  nextLunId: z.int().positive(),
  nextTargetId: z.int().positive(),
  nextSnapshotId: z.int().positive().default(1),
  luns: z.array(lun),
  targets: z.array(target),
  snapshots: z.array(snapshot).default([]),
  hosts: z.array(hostSchema).default([]),
  /** Device tokens of accounts with a second factor. */
  devices: z
    .array(z.strictObject({ account: z.string(), name: z.string(), token: z.string() }))
    .default([]),
  /** Space of deleted LUNs that the volume has not got back yet; `until` is milliseconds since the epoch. */
  reclaiming: z
    .array(z.strictObject({ location: z.string(), bytes: z.int(), until: z.number() }))
    .default([]),
});

/** Everything the simulated NAS remembers over a restart. */
export type NasRecord = z.infer<typeof schema>;

/** One LUN as remembered. */
export type Lun = z.infer<typeof lun>;

/** One target as remembered; CHAP secrets are plain text, the file is the owner's alone. */
export type Target = z.infer<typeof target>;

/** One snapshot of a LUN as remembered. */
export type Snapshot = z.infer<typeof snapshot>;

/** One host of SAN Manager as remembered. */
export type Host = z.infer<typeof hostSchema>;

/** The memory of a NAS that was never used, or of one that was wiped and keeps its identity. */
export function emptyRecord(nodeUuid: string = randomUUID()): NasRecord {
  return schema.parse({ nodeUuid, nextLunId: 1, nextTargetId: 1, luns: [], targets: [] });
}

/**
 * Reads `state.json`; a NAS without one starts empty.
 *
 * @throws when the file is damaged: an empty NAS in its place would hide the LUNs that exist
 */
export function readRecord(path: string): NasRecord {
  if (!existsSync(path)) return emptyRecord();
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw new Error(`${path}: expected the JSON state of the NAS simulator, got a damaged file`);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues
      .map((issue) => `${path}: ${issue.path.join(".")}: ${issue.message.toLowerCase()}`)
      .join("\n"),
  );
}

/** Writes `state.json` in one step: a killed simulator leaves the old state or the new one. */
export function writeRecord(path: string, record: NasRecord): void {
  writePrivate(path, `${JSON.stringify(record, null, 2)}\n`);
}
