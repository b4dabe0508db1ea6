import { accepted, refused, type Parsed } from "./parsed";

const gibibyte = 2 ** 30;

const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: gibibyte,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/**
 * Reads a Kubernetes quantity as a number: cores for `500m`, bytes for `4Gi`.
 *
 * Exponents and the suffixes n, u, E and Ei are refused: nothing here is that small or that large.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string, example = "200Gi"): Parsed<number> {
  const [, digits, suffix = ""] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(text) ?? [];
  const factor = factors[suffix];
  if (digits !== undefined && factor !== undefined) return accepted(Number(digits) * factor);
  return refused(`a Kubernetes quantity such as "${example}"`, repair(text));
}

/** Reads a whole, positive number of bytes. */
export function parseByteSize(text: string): Parsed<number> {
  const bytes = parseQuantity(text);
  if (!bytes.ok) return bytes;
  return Number.isSafeInteger(bytes.value) && bytes.value > 0
    ? bytes
    : refused("a size in whole bytes above 0");
}

/** Reads the size of a LUN in bytes: whole GiB, because DSM itself rounds nothing. */
export function parseLunSize(text: string): Parsed<number> {
  const bytes = parseByteSize(text);
  if (!bytes.ok || bytes.value % gibibyte === 0) return bytes;
  const rounded = Math.max(1, Math.ceil(bytes.value / gibibyte));
  return refused("a size in whole GiB", `did you mean "${rounded}Gi"?`);
}

/** Cores as Kubernetes writes them: `4`, or `1500m`. */
export function coresText(cores: number): string {
  const thousandths = Math.ceil(Number((cores * 1000).toFixed(3)));
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}

/** Bytes as Kubernetes writes them, in the largest unit that needs no fraction: `4Gi`, `1536Mi`. */
export function bytesText(bytes: number): string {
  const whole = Math.ceil(bytes);
  const unit = (["Ti", "Gi", "Mi", "Ki"] as const).find(
    (suffix) => whole > 0 && whole % (factors[suffix] ?? 1) === 0,
  );
  return unit === undefined ? String(whole) : `${whole / (factors[unit] ?? 1)}${unit}`;
}

function repair(text: string): string | undefined {
  const [, digits, unit] = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp])i?b?\s*$/i.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  const decimal = unit.toLowerCase() === "k" ? "k" : unit.toUpperCase();
  const binary = `"${digits}${unit.toUpperCase()}i"`;
  const explicit = /i/i.test(text);
  return explicit ? `did you mean ${binary}?` : `did you mean "${digits}${decimal}" or ${binary}?`;
}
