import { randomBytes, randomInt, randomUUID } from "node:crypto";

import type { Properties } from "../rpc/values";

import { shuffle } from "./characters";
import { keepers, unsupported, type RandomKind } from "./kind";

/** RandomId: bytes in four notations, each behind the prefix. */
export const idKind: RandomKind = {
  inputs: {
    byteLength: { type: "integer", required: true, minimum: 1 },
    prefix: { type: "string" },
    keepers,
  },
  drawn: ["b64Std", "b64Url", "dec", "hex"],
  draw: (given) => {
    const bytes = randomBytes(given["byteLength"] as number);
    return { id: bytes.toString("base64url"), outputs: { ...given, ...notations(given, bytes) } };
  },
  adopt: (value) => {
    const comma = value.lastIndexOf(",");
    const bytes = Buffer.from(value.slice(comma + 1), "base64url");
    const prefix = comma === -1 ? {} : { prefix: value.slice(0, comma) };
    const inputs: Properties = { byteLength: bytes.length, ...prefix };
    const id = bytes.toString("base64url");
    return { id, inputs, outputs: { ...inputs, ...notations(inputs, bytes) } };
  },
};

/** RandomBytes: bytes in two notations, both secret. */
export const bytesKind: RandomKind = {
  inputs: { length: { type: "integer", required: true, minimum: 1 }, keepers },
  drawn: ["base64", "hex"],
  secrets: ["base64", "hex"],
  draw: (given) => bytesState(given, randomBytes(given["length"] as number)),
  adopt: (value) => {
    const bytes = Buffer.from(value, "base64");
    const inputs = { length: bytes.length };
    return { inputs, ...bytesState(inputs, bytes) };
  },
};

/** RandomInteger between `min` and `max`, both included. */
export const integerKind: RandomKind = {
  inputs: {
    min: { type: "integer", required: true },
    max: { type: "integer", required: true },
    seed: unsupported,
    keepers,
  },
  drawn: ["result"],
  check: (given) => {
    const { min, max } = given as { min: number; max: number };
    if (min <= max) return [];
    return [{ property: "min", reason: `expected at most max (${max}), got ${min}` }];
  },
  draw: (given) => {
    const result = randomInt(given["min"] as number, (given["max"] as number) + 1);
    return { id: String(result), outputs: { ...given, result } };
  },
  adopt: (value) => {
    const [result, min, max] = value.split(",").map(Number);
    if (result === undefined || min === undefined || max === undefined) {
      throw new Error(`id: expected <result>,<min>,<max>, got ${JSON.stringify(value)}`);
    }
    return { id: String(result), inputs: { min, max }, outputs: { min, max, result } };
  },
};

/** RandomUuid: a version 4 UUID. */
export const uuidKind: RandomKind = {
  inputs: { keepers },
  drawn: ["result"],
  draw: (given) => {
    const result = randomUUID();
    return { id: result, outputs: { ...given, result } };
  },
  adopt: (id) => ({ id, inputs: {}, outputs: { result: id } }),
};

/** RandomShuffle: the items in random order, cut to `resultCount` or repeated until it is reached. */
export const shuffleKind: RandomKind = {
  inputs: {
    inputs: { type: "strings", required: true },
    resultCount: { type: "integer", minimum: 0 },
    seed: unsupported,
    keepers,
  },
  drawn: ["results"],
  draw: (given) => {
    const items = given["inputs"] as readonly string[];
    const count = (given["resultCount"] as number | undefined) ?? items.length;
    const results: string[] = [];
    while (results.length < count && items.length > 0) results.push(...shuffle(items));
    return { id: "-", outputs: { ...given, results: results.slice(0, count) } };
  },
  adopt: () => {
    throw new Error("id: expected no import, the order of a RandomShuffle cannot be imported");
  },
};

function notations(given: Properties, bytes: Buffer): Properties {
  const prefix = (given["prefix"] ?? "") as string;
  const hex = bytes.toString("hex");
  return {
    b64Std: prefix + bytes.toString("base64"),
    b64Url: prefix + bytes.toString("base64url"),
    dec: prefix + BigInt(`0x${hex}`).toString(),
    hex: prefix + hex,
  };
}

function bytesState(given: Properties, bytes: Buffer): { id: string; outputs: Properties } {
  const base64 = bytes.toString("base64");
  return { id: "none", outputs: { ...given, base64, hex: bytes.toString("hex") } };
}
