import { z } from "zod";

import { Failure } from "../nas/failure";
import { parseShowRequest } from "../nas/request";
import type { Report } from "./jenkins/quiet";
import { CommandTarget } from "./targets/command";
import { HttpTarget } from "./targets/http";
import { SynologyTarget, type SynologyWaits } from "./targets/synology";
import type { SnapshotTarget } from "./targets/target";

const texts = z.record(z.string(), z.string());

const snapshot = z.discriminatedUnion("target", [
  z.looseObject({ target: z.literal("synology"), nas: z.unknown(), lun: z.string() }),
  z.strictObject({
    target: z.literal("http"),
    url: z.string(),
    method: z.enum(["POST", "PUT"]),
    body: z.string(),
    headers: texts,
    secretHeader: z.string().exactOptional(),
    token: z.string().exactOptional(),
    statuses: z.array(z.number()),
    existsStatuses: z.array(z.number()),
    certificateAuthority: z.string().exactOptional(),
    timeoutSeconds: z.number(),
    poll: z.strictObject({ url: z.string(), contains: z.string() }).exactOptional(),
  }),
  z.strictObject({
    target: z.literal("command"),
    argv: z.array(z.string()).min(1),
    timeoutSeconds: z.number(),
    token: z.string().exactOptional(),
  }),
  z.strictObject({ target: z.literal("none"), reason: z.string() }),
]);

const jenkins = z.union([
  z.strictObject({ skipped: z.string() }),
  z.strictObject({
    url: z.string(),
    user: z.string(),
    password: z.string(),
    certificateAuthority: z.string().exactOptional(),
  }),
]);

const upgrade = z.strictObject({
  snapshot,
  retention: z.strictObject({ count: z.number(), days: z.number() }),
  jenkins,
  quietDown: z.strictObject({
    enabled: z.boolean(),
    wait: z.boolean(),
    minutes: z.number(),
    message: z.string(),
    whenBusy: z.enum(["stop", "continue"]),
    whenUnreachable: z.enum(["stop", "continue"]),
  }),
});

const check = z.strictObject({
  jenkins,
  minutes: z.number(),
  message: z.string(),
  /** What the command before the roll recorded. */
  record: z.string(),
});

/** What happens before a roll, as the stack asks for it on standard input. Holds passwords. */
export type UpgradeRequest = Readonly<z.infer<typeof upgrade>>;

/** What happens after a roll. Holds a password. */
export type CheckRequest = Readonly<z.infer<typeof check>>;

/** @throws Failure `request` naming the keys that are wrong, and no value */
export function parseUpgradeRequest(text: string): UpgradeRequest {
  return parse(upgrade, text);
}

/** @throws Failure `request` naming the keys that are wrong, and no value */
export function parseCheckRequest(text: string): CheckRequest {
  return parse(check, text);
}

/**
 * What takes the snapshot.
 *
 * @returns the reason where the settings want none
 */
export function targetOf(
  request: UpgradeRequest["snapshot"],
  report: Report,
  waits: SynologyWaits = {},
): SnapshotTarget | { readonly reason: string } {
  switch (request.target) {
    case "synology": {
      const { nas, lun } = parseShowRequest(
        JSON.stringify({ nas: request.nas, lun: { name: request.lun } }),
      );
      return new SynologyTarget({ nas, lun: lun.name }, report, waits);
    }
    case "http":
      return new HttpTarget(request, report);
    case "command":
      return new CommandTarget(request, report);
    case "none":
      return { reason: request.reason };
  }
}

/** The program makes the request: what is wrong with it is a mistake of the program, and may be secret. */
function parse<T>(schema: z.ZodType<T>, text: string): T {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new Failure("request", "request: expected one JSON document on standard input");
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map(({ path }) => path.map(String).join(".") || "all of it");
  throw new Failure(
    "request",
    `request: expected what the stack sends, got another shape (${paths.join(", ")})`,
  );
}
