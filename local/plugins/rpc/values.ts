import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

/** A value the engine sent as "not known before the deployment". It must stay unknown in a preview. */
export const unknown = Symbol("unknown");

/** A value the engine marked secret; it is encrypted in state only while the mark survives. */
export class Secret {
  constructor(readonly value: Value) {}
}

/** What a resource property may hold on the wire. */
export type Value =
  null | boolean | number | string | Secret | typeof unknown | readonly Value[] | Properties;

/** Resource inputs or outputs by name. */
export interface Properties {
  readonly [name: string]: Value;
}

// The engine's markers, see sdk/nodejs/runtime/rpc.ts of pulumi/pulumi.
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const unknownMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Reads the engine's encoding; a missing struct is an empty set of properties. */
export function fromStruct(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : (decode(struct.toJavaScript()) as Properties);
}

/** Writes the engine's encoding. */
export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(encode(properties) as Record<string, never>);
}

/** The value without its secret marks, at any depth; unknowns stay. */
export function reveal(value: Value): Value {
  if (value instanceof Secret) return reveal(value.value);
  if (isList(value)) return value.map(reveal);
  if (isProperties(value)) return mapProperties(value, reveal);
  return value;
}

/** Whether any part of the value is unknown. */
export function containsUnknown(value: Value): boolean {
  return some(value, (part) => part === unknown);
}

/** Whether any part of the value is marked secret. */
export function containsSecret(value: Value): boolean {
  return some(value, (part) => part instanceof Secret);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isProperties(value: Value | undefined): value is Properties {
  return (
    typeof value === "object" && value !== null && !isList(value) && !(value instanceof Secret)
  );
}

/** Applies a function to every property. */
export function mapProperties(
  properties: Properties,
  change: (value: Value, name: string) => Value,
): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, change(value, name)]),
  );
}

function some(value: Value, test: (part: Value) => boolean): boolean {
  if (test(value)) return true;
  if (value instanceof Secret) return some(value.value, test);
  if (isList(value)) return value.some((item) => some(item, test));
  if (isProperties(value)) return Object.values(value).some((item) => some(item, test));
  return false;
}

function decode(raw: unknown): Value {
  if (raw === unknownMarker) return unknown;
  if (Array.isArray(raw)) return raw.map(decode);
  if (typeof raw !== "object" || raw === null) return raw as Value;
  const object = raw as Record<string, unknown>;
  if (object[signatureKey] === secretSignature) return new Secret(decode(object["value"]));
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, decode(value)]));
}

function encode(value: Value): unknown {
  if (value === unknown) return unknownMarker;
  if (value instanceof Secret) {
    return { [signatureKey]: secretSignature, value: encode(value.value) };
  }
  if (isList(value)) return value.map(encode);
  if (isProperties(value)) {
    // A struct cannot say "undefined"; a property that is undefined is one that is not there.
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => (item as unknown) !== undefined)
        .map(([name, item]) => [name, encode(item)]),
    );
  }
  return value;
}
