import type { Value } from "../rpc/values";

const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * Whether two values are the same Kubernetes quantity in two spellings, such as `1000m` and `1`: the server
 * stores its own. Texts that could be anything else, `1` and `01` say, are never the same.
 */
export function sameQuantity(left: Value, right: Value): boolean {
  const [a, b] = [amountOf(left), amountOf(right)];
  return a !== undefined && b !== undefined && Math.abs(a - b) <= Math.abs(a) * 1e-12;
}

function amountOf(value: Value): number | undefined {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") return undefined;
  const match = /^([+-]?(?:0|[1-9]\d*)(?:\.\d+)?)(n|u|m|k|[MGTPE]i?|Ki|)$/.exec(text);
  const factor = suffixes[match?.[2] ?? "?"];
  return match === null || factor === undefined ? undefined : Number(match[1]) * factor;
}
