import type { Fields } from "../../cluster-api";
import { joined } from "./recorded";

/** One leaf that two objects do not share. */
export interface Leaf {
  readonly path: string;
  /** Undefined where it is absent. */
  readonly expected: unknown;
  /** Undefined where it is absent. */
  readonly found: unknown;
}

/** What every change of an object changes, and what others report about it. */
const volatile: ReadonlySet<string> = new Set([
  "managedFields",
  "resourceVersion",
  "generation",
  "uid",
  "creationTimestamp",
  "selfLink",
]);

/** The part of an object that is somebody's wish: no status, no bookkeeping of the API server. */
export function wishes(object: Fields): Fields {
  const metadata = (object["metadata"] ?? {}) as Fields;
  return { ...without(object, new Set(["status"])), metadata: without(metadata, volatile) };
}

/** A group without some of its keys. */
export function without(fields: Fields, keys: ReadonlySet<string>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.has(key)));
}

/** Every leaf in which two values differ; a branch that only one of them has is one difference. */
export function differences(expected: unknown, found: unknown, path = ""): Leaf[] {
  if (Array.isArray(expected) && Array.isArray(found)) {
    const length = Math.max(expected.length, found.length);
    return Array.from({ length }, (_, index) =>
      differences(expected[index], found[index], `${path}[${index}]`),
    ).flat();
  }
  if (isFields(expected) && isFields(found)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
    return keys.flatMap((key) => differences(expected[key], found[key], joined(path, key)));
  }
  return expected === found || (isEmpty(expected) && isEmpty(found))
    ? []
    : [{ path, expected, found }];
}

/** Leaves of a wish that an object does not fulfil; what it has beyond the wish is left alone. */
export function unfulfilled(wanted: unknown, found: unknown, path = ""): Leaf[] {
  if (Array.isArray(wanted) && Array.isArray(found))
    return wanted.flatMap((one: unknown, index) =>
      unfulfilled(one, found[index], `${path}[${index}]`),
    );
  if (isFields(wanted) && isFields(found))
    return Object.entries(wanted).flatMap(([key, one]) =>
      unfulfilled(one, found[key], joined(path, key)),
    );
  // The server leaves out what says no more than nothing.
  const saysNothing = found === undefined && [false, "", 0].includes(wanted as never);
  return saysNothing ? [] : differences(wanted, found, path);
}

/** A value as a cell of a table: one line, not too long, nothing of a secret. */
export function shown(value: unknown, isSecret: boolean): string {
  if (value === undefined) return "absent";
  if (isSecret) return "(secret)";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const line = text.replaceAll(/\s*\n\s*/g, " ⏎ ");
  return line.length <= 72 ? line : `${line.slice(0, 69)}… (${text.length} characters)`;
}

/** Long texts differ somewhere: both are shown from a little before their first different character. */
export function fromFirstDifference(one: unknown, other: unknown): readonly [unknown, unknown] {
  if (typeof one !== "string" || typeof other !== "string") return [one, other];
  if (one.length <= 72 && other.length <= 72) return [one, other];
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  const start = Math.max(0, one.lastIndexOf("\n", at - 1) + 1, at - 40);
  const from = (text: string): string => `${start === 0 ? "" : "… "}${text.slice(start)}`;
  return [from(one), from(other)];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An empty group or list says as much as none. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
