import { distance } from "fastest-levenshtein";
import { z } from "zod";

import { Failure } from "./failure";

const gibibyte = 1024 ** 3;

/** Names DSM accepts for a LUN (measured: `_`, space and other punctuation are refused, 255 characters half-created). */
const sanName = z
  .string()
  .regex(/^[A-Za-z0-9.:-]{1,128}$/, "1 to 128 of A-Z a-z 0-9 . : - (DSM refuses others, also _)");

const chapPassword = z
  .string()
  .regex(/^[\x21-\x7e]{12,16}$/, "12 to 16 printable ASCII characters, no space");
const chapUser = z.string().regex(/^[A-Za-z0-9.:@_-]{1,64}$/, "1 to 64 of A-Z a-z 0-9 . : @ _ -");

const nasFields = z.strictObject({
  url: z.string().refine(isNasUrl, "https://host:port without path or user, IPv6 in brackets"),
  account: z.string().min(1, "the name of a DSM account in the group administrators"),
  password: z.string().min(1, "the account's password"),
  certificateAuthority: z.string().min(1, "a path of a PEM file").exactOptional(),
  certificateFingerprint: z
    .string()
    .regex(
      /^([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}$/,
      "a SHA-256 fingerprint, 32 hex pairs with colons",
    )
    .exactOptional(),
  insecure: z.boolean().exactOptional(),
  deviceToken: z.string().min(1, "a token as `login device` gives it").exactOptional(),
  deviceName: z
    .string()
    .regex(/^[\x20-\x7e]{1,64}$/, "1 to 64 printable ASCII characters")
    .exactOptional(),
  nodeUuid: z.guid("a uuid as `lun show` prints it").exactOptional(),
});

const nas = nasFields.superRefine((fields, problems) => {
  const refuse = (path: string, message: string): void => {
    problems.addIssue({ code: "custom", path: [path], message });
  };
  const { insecure, certificateAuthority, certificateFingerprint, deviceToken, deviceName } =
    fields;
  if (insecure === true && (certificateAuthority ?? certificateFingerprint) !== undefined)
    refuse(
      "insecure",
      "false or no value beside certificateAuthority or certificateFingerprint, which it would make useless",
    );
  if (deviceToken !== undefined && deviceName === undefined)
    refuse("deviceName", "the name under which nas.deviceToken was enrolled");
  if (deviceName !== undefined && deviceToken === undefined)
    refuse("deviceToken", "the token that was enrolled under nas.deviceName");
});

const lun = z.strictObject({
  name: sanName,
  volume: z.string().regex(/^\/volume[1-9]\d*$/, 'a volume path such as "/volume1"'),
  sizeBytes: z
    .number()
    .refine(
      (bytes) => Number.isSafeInteger(bytes) && bytes >= gibibyte && bytes % gibibyte === 0,
      `a multiple of 1 GiB (${gibibyte} bytes), at least 1 GiB`,
    ),
  description: z.string().max(128, "at most 128 characters").default(""),
});

const target = z.strictObject({
  name: sanName,
  iqn: z
    .string()
    .max(128, "at most 128 characters")
    .regex(
      /^iqn\.\d{4}-(0[1-9]|1[0-2])\.[a-z0-9]+([.-][a-z0-9]+)*(:[a-z0-9.:-]+)?$/,
      "iqn.<yyyy-mm>.<reversed-domain>[:<name>], lower case",
    ),
  maxSessions: z.int("a whole number, 0 for any").min(0, "a whole number, 0 for any").default(1),
  chap: z
    .strictObject({
      user: chapUser,
      password: chapPassword,
      mutual: z.strictObject({ user: chapUser, password: chapPassword }).exactOptional(),
    })
    .refine(({ password, mutual }) => password !== mutual?.password, {
      path: ["mutual", "password"],
      // Whoever knew one could answer as the other side too; RFC 7143 forbids it.
      message: "another password than target.chap.password",
    }),
});

const ensure = z.strictObject({
  nas,
  lun,
  target,
  mappingIndex: z
    .int("a whole number from 1 to 255")
    .min(1, "a whole number from 1 to 255")
    .max(255, "a whole number from 1 to 255"),
});

// A whole ensure request is accepted too, so that the same document serves both verbs.
const show = z.looseObject({ nas, lun: z.looseObject({ name: lun.shape.name }) });

// The same again for the verbs on a LUN that the stack no longer wants in full: what is missing here may be absent or wrong.
const reference = z.looseObject({
  nas,
  lun: z.looseObject({ name: lun.shape.name }),
  target: z.looseObject({ name: target.shape.name, iqn: target.shape.iqn }),
});

/** How to reach the NAS, and as whom. */
export type NasRequest = Readonly<z.infer<typeof nas>>;
/** What `lun ensure` brings about: one LUN on one target, by name and IQN. */
export type EnsureRequest = Readonly<z.infer<typeof ensure>>;
/** What `lun show` looks up. */
export type ShowRequest = Readonly<z.infer<typeof show>>;

/** Names a LUN and its target, for `lun retire` and `lun delete`. */
export type LunReference = Readonly<z.infer<typeof reference>>;

/** @throws Failure `request` with every problem of the text */
export function parseEnsureRequest(text: string): EnsureRequest {
  return parse(ensure, text);
}

/** @throws Failure `request` with every problem of the text */
export function parseShowRequest(text: string): ShowRequest {
  return parse(show, text);
}

/** @throws Failure `request` with every problem of the text */
export function parseLunReference(text: string): LunReference {
  return parse(reference, text);
}

function parse<T>(schema: z.ZodType<T>, text: string): T {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text around the error, and with it perhaps a password.
    const got = text.trim() === "" ? "nothing" : `${text.length} characters that are not JSON`;
    throw new Failure(
      "request",
      `request: expected one JSON document on standard input, got ${got}`,
    );
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describe(schema, issue, raw));
  throw new Failure("request", problems.sort().join("\n"));
}

function describe(schema: z.ZodType, issue: z.core.$ZodIssue, raw: unknown): string[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => {
      const near = known.find((name) => distance(name, key) <= 3);
      const hint =
        near === undefined ? `; known are ${known.join(", ")}` : `; did you mean ${near}?`;
      return `${[...path, key].join(".")}: expected no such key${hint}`;
    });
  }
  const where = path.join(".") || "request";
  const got = valueAt(raw, path);
  if (got === undefined) {
    const what = issue.code === "custom" ? issue.message : "a value";
    return [`${where}: expected ${what}, got none`];
  }
  const expected =
    issue.code === "invalid_type" ? `a value of type ${issue.expected}` : issue.message;
  return [
    `${where}: expected ${expected}, got ${isSecret(path, got) ? "another value (not shown)" : JSON.stringify(got)}`,
  ];
}

/** Objects are hidden as a whole, because they may hold secrets; so is a URL with a user and password in it. */
function isSecret(path: readonly string[], value: unknown): boolean {
  const last = path.at(-1);
  if (
    last === undefined ||
    ["password", "deviceToken", "nas", "target", "chap", "mutual"].includes(last)
  )
    return true;
  return typeof value === "string" && value.includes("@") && value.includes("//");
}

function valueAt(raw: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? (value as Record<string, unknown>)[key]
        : undefined,
    raw,
  );
}

function keysAt(schema: z.ZodType, path: readonly string[]): string[] {
  let at: unknown = schema;
  for (const key of path) at = at instanceof z.ZodObject ? at.shape[key] : undefined;
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function isNasUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, username, password, search, hash } = new URL(text);
  return (
    protocol === "https:" && pathname === "/" && `${username}${password}${search}${hash}` === ""
  );
}
