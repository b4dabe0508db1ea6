import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";

const milliseconds = z.int().nonnegative();

const account = z.strictObject({
  password: z.string().min(1),
  /** A plain account is refused at login: no SAN privilege can be delegated on DSM. */
  administrator: z.boolean().default(true),
  disabled: z.boolean().default(false),
});

const volume = z.strictObject({
  filesystem: z.enum(["btrfs", "ext4"]),
  totalBytes: z.int().positive(),
});

/** What a simulated NAS is like; every key can be written into `settings.json` of its folder. */
export const settingsSchema = z.strictObject({
  accounts: z.record(z.string(), account),
  volumes: z
    .record(z.string().regex(/^\/volume\d+$/), volume)
    .default({ "/volume1": { filesystem: "btrfs", totalBytes: 7_676_309_151_744 } }),
  /** "Enhance CSRF protection": a call without the token of its session is refused with 105. */
  csrf: z.boolean().default(true),
  /** Where the session id is looked for; DSM 7.1.1 takes the cookie only. */
  sidCarrier: z.enum(["cookie", "param", "both"]).default("both"),
  /** Idle time after which a session is refused with 106; DSM's default is 15 minutes. */
  sessionIdleMs: milliseconds.default(900_000),
  /** Auto Block: that many failed logins of one address within the window block it with 407. */
  autoBlock: z
    .strictObject({ failures: z.int().positive(), windowMs: milliseconds, blockMs: milliseconds })
    // DSM blocks for a day; a platform for trying things forgives after a minute.
    .default({ failures: 3, windowMs: 300_000, blockMs: 60_000 }),
  /** How long a LUN reports `is_action_locked` after create, growth and delete. */
  settleMs: milliseconds.default(200),
  /** Whether mapping a LUN that is still locked is refused with 18990570. */
  strictLock: z.boolean().default(true),
  /** Whether `LUN set` takes a description: no public client shows that the real one does. */
  descriptionSettable: z.boolean().default(true),
  maxLuns: z.int().positive().default(256),
  maxTargets: z.int().positive().default(128),
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

/** Replaces a file in one step and keeps it from everybody but its owner. */
export function writePrivate(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, text, { mode: 0o600, flush: true });
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}
