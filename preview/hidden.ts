import { secretIn, secretVariable } from "../policy/rules/secret-text";
import { isRecord } from "./path";

/** Stands for a value that nobody may see, as the engine writes it. */
export const secret = "[secret]";

/** Stands for a value that only the run itself will know. */
export const unknown = "[unknown]";

/** How the engine marks a string that it does not know yet. */
const engineUnknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** How secrets are wrapped where the engine does not mask them. */
const wrapping = "4dabf18193072939515e22adb298388d";

/** Inputs that are secret as a whole, whatever the engine thinks of them. */
const alwaysSecret: Readonly<Record<string, readonly string[]>> = {
  "kubernetes:core/v1:Secret": ["data", "stringData"],
  "command:local:Command": ["stdin"],
  "command:remote:Command": ["stdin", "connection"],
};

/**
 * Inputs as they may be shown: secrets masked, what is unknown named. Of a Secret the keys stay, no value does.
 */
export function shown(
  type: string,
  inputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const hidden = alwaysSecret[type] ?? [];
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [
      key,
      hidden.includes(key) ? masked(value) : readable(value),
    ]),
  );
}

/** A text of the engine or the program, without what looks like a private key or a password in an address. */
export function withoutKeys(text: string): string {
  return text
    .replace(
      /-----BEGIN ([A-Z ]*PRIVATE KEY[A-Z ]*)-----[\s\S]*?(-----END \1-----|$)/g,
      `-----BEGIN $1----- ${secret}`,
    )
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi, `$1:${secret}@`);
}

/** The same without what the policies find to be a secret: by its shape, or by its name and its randomness. */
export function withoutSecrets(text: string): string {
  return withoutKeys(text).split("\n").map(lineWithoutSecrets).join("\n");
}

/** `name: value`, `name = value` and `"name": "value"`, which has the name of a secret or looks like one. */
const assignment = /^(\s*(?:-\s+|export\s+)?["']?([\w.-]+)["']?\s*[:=]\s*)(\S.*)$/;

function lineWithoutSecrets(line: string): string {
  if (secretIn(line) === undefined) return line;
  const words = line.replace(/[^\s"',;]+/g, (word) =>
    secretIn(word) === undefined ? word : secret,
  );
  if (secretIn(words) === undefined) return words;
  const [, head] = assignment.exec(words) ?? [];
  return `${head ?? ""}${secret}`;
}

/**
 * A value as a report may quote it: what the policies find in it is masked.
 *
 * @param name key or variable that has the value
 */
export function quotable(value: unknown, name = ""): unknown {
  if (typeof value === "string") return quotableText(value, name);
  if (Array.isArray(value)) return value.map((member) => quotable(member));
  if (!isRecord(value)) return value;
  const variable = value["name"];
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      quotable(inner, key === "value" && typeof variable === "string" ? variable : key),
    ]),
  );
}

function quotableText(text: string, name: string): string {
  if (text === secret || text === unknown) return text;
  const namedSo = secretVariable(name, "drawn") !== undefined;
  if (namedSo && secretVariable(name, text) !== undefined) return secret;
  return withoutSecrets(text)
    .split("\n")
    .map((line) => {
      const [, head, key = "", value = ""] = assignment.exec(line) ?? [];
      const literal = value.replace(/[,;]$/, "").replace(/^(["'])(.*)\1$/, "$2");
      return head === undefined || literal === secret || secretVariable(key, literal) === undefined
        ? line
        : `${head}${secret}`;
    })
    .join("\n");
}

function masked(value: unknown): unknown {
  if (value === undefined || isWrapped(value) || !isRecord(value)) return secret;
  return Object.fromEntries(Object.keys(value).map((key) => [key, secret]));
}

function readable(value: unknown): unknown {
  if (typeof value === "string") return value === engineUnknown ? unknown : withoutKeys(value);
  if (Array.isArray(value)) return value.map(readable);
  if (!isRecord(value)) return value;
  if (isWrapped(value)) return secret;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}

function isWrapped(value: unknown): boolean {
  return isRecord(value) && wrapping in value;
}
