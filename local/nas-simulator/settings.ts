import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";

const milliseconds = z.int().nonnegative();

const account = z.strictObject({
  password: z.string().min(1),
  /** A plain account is refused at login: no SAN privilege can be delegated on DSM. */
  administrator: z.boolean().default(true),
  disabled: z.boolean().default(false),
  /** Any other answer to the right password, e.g. 409 for an expired one. */
  refusedWith: z.int().min(400).max(411).optional(),
  /** One-time codes of the second factor, each good once; absent = the account has none. */
  oneTimeCodes: z.array(z.string().min(1)).optional(),
});

const volume = z.strictObject({
  filesystem: z.enum(["btrfs", "ext4"]),
  totalBytes: z.int().positive(),
  /** Bytes that shares and others occupy beside the LUNs: what makes a volume full. */
  otherBytes: z.int().nonnegative().default(0),
  status: z.enum(["normal", "degraded", "crashed", "read_only", "deleting"]).default("normal"),
});

const settledActions = ["create", "grow", "delete", "snapshot", "clone", "restore"] as const;

/** What a LUN needs time for after the answer. */
export type SettledAction = (typeof settledActions)[number];

/** What a simulated NAS is like; every key can be written into `settings.json` of its folder. */
export const settingsSchema = z.strictObject({
  accounts: z.record(z.string(), account),
  volumes: z
    .record(z.string().regex(/^\/volume\d+$/), volume)
    .prefault({ "/volume1": { filesystem: "btrfs", totalBytes: 7_676_309_151_744 } }),
  /** "Enhance CSRF protection": a call without the token of its session is refused with 105. */
  csrf: z.boolean().default(true),
  /** Where the session id is looked for; DSM 7.1.1 takes the cookie only. */
  sidCarrier: z.enum(["cookie", "param", "both"]).default("both"),
  /** Whether every account without a second factor is refused with 406 until it has set one up. */
  secondFactorEnforced: z.boolean().default(false),
  /** Whether a session belongs to the address that opened it: from another one it is refused with 150. */
  sourceAddressCheck: z.boolean().default(true),
  /** Idle time after which a session is refused with 106; DSM's default is 15 minutes. */
  sessionIdleMs: milliseconds.default(900_000),
  /** Auto Block: that many failed logins of one address within the window block it with 407. */
  autoBlock: z
    .strictObject({ failures: z.int().positive(), windowMs: milliseconds, blockMs: milliseconds })
    // DSM blocks for a day; a platform for trying things forgives after a minute.
    .default({ failures: 3, windowMs: 300_000, blockMs: 60_000 }),
  /** How long a LUN reports `is_action_locked` after an action, and how long a deleted one stays listed. */
  settleMs: milliseconds.default(200),
  /** Actions that settle in another time; on the measured NAS create 1200, snapshot 200, clone 3500 for 512 MiB. */
  settleByAction: z.partialRecord(z.enum(settledActions), milliseconds).default({}),
  /** How long after the end of a deletion its space comes back; minutes on DSM. */
  reclaimDelayMs: milliseconds.default(0),
  /** Whether mapping a LUN that is still locked is refused with 18990570. */
  strictLock: z.boolean().default(true),
  /** Whether `LUN set` takes a description: no public client shows that the real one does. */
  descriptionSettable: z.boolean().default(true),
  maxLuns: z.int().positive().default(256),
  maxTargets: z.int().positive().default(128),
  /** `max_snapshot_per_lun` and its `_v2`: both are told, the smaller one is enforced. */
  maxSnapshotsPerLun: z.int().positive().default(256),
  maxSnapshotsPerLunV2: z.int().positive().default(128),
  /** Interfaces that targets are offered on unless bound to others; `all` with no address is DSM's default. */
  networkPortals: z
    .array(z.strictObject({ interfaceName: z.string(), ip: z.string() }))
    .default([{ interfaceName: "all", ip: "" }]),
  /** What `SYNO.Core.Network.Interface` lists, IPv4 only as on DSM. */
  interfaces: z
    .array(z.strictObject({ name: z.string(), ip: z.string(), mask: z.string() }))
    .default([{ name: "eth0", ip: "127.0.0.1", mask: "255.0.0.0" }]),
  /** Sessions told by `connected_sessions` beside the real ones, by IQN of the target. */
  injectedSessions: z
    .record(z.string(), z.array(z.strictObject({ iqn: z.string(), ip: z.string() })))
    .default({}),
});

/** Settings of one simulated NAS, complete. */
export type Settings = z.infer<typeof settingsSchema>;

/**
 * Reads `settings.json`, filling what it leaves out.
 *
 * @throws when the file is no JSON or a key is unknown or wrong; values are not shown, passwords are among them
 */
export function readSettings(path: string): Settings {
  const parsed = settingsSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues
      .map((issue) => `${path}: ${issue.path.join(".")}: ${issue.message.toLowerCase()}`)
      .join("\n"),
  );
}

/**
 * Changes settings in place while the NAS runs; objects are merged, everything else is replaced.
 *
 * @throws ZodError when a key is unknown or a value wrong; nothing is changed then
 */
export function changeSettings(settings: Settings, change: unknown): void {
  Object.assign(settings, settingsSchema.parse(merged(settings, change)));
}

function merged(before: unknown, change: unknown): unknown {
  if (!isObject(before) || !isObject(change)) return change;
  const entries = Object.entries(change).map(([key, value]) => [key, merged(before[key], value)]);
  return { ...before, ...(Object.fromEntries(entries) as object) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Replaces a file in one step and keeps it from everybody but its owner. */
export function writePrivate(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, text, { mode: 0o600, flush: true });
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}
