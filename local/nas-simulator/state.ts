import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

import { writePrivate } from "./settings";

const lun = z.strictObject({
  uuid: z.uuid(),
  lunId: z.int().positive(),
  name: z.string(),
  description: z.string(),
  type: z.enum(["BLUN", "BLUN_THICK", "THIN", "ADV", "FILE"]),
  location: z.string(),
  size: z.int().positive(),
  attributes: z.record(z.string(), z.union([z.literal(0), z.literal(1)])),
  /** What DSM is busy with; the LUN is locked until `settledAt` (milliseconds since the epoch). */
  action: z.enum(["none", "creating", "growing", "deleting"]),
  settledAt: z.number(),
});

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
});

const schema = z.strictObject({
  nodeUuid: z.uuid(),
  nextLunId: z.int().positive(),
  nextTargetId: z.int().positive(),
  luns: z.array(lun),
  targets: z.array(target),
});

/** Everything the simulated NAS remembers over a restart. */
export type NasRecord = z.infer<typeof schema>;

/** One LUN as remembered. */
export type Lun = z.infer<typeof lun>;

/** One target as remembered; CHAP secrets are plain text, the file is the owner's alone. */
export type Target = z.infer<typeof target>;

/** The memory of a NAS that was never used. */
export function emptyRecord(): NasRecord {
  return { nodeUuid: randomUUID(), nextLunId: 1, nextTargetId: 1, luns: [], targets: [] };
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
