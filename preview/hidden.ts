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
