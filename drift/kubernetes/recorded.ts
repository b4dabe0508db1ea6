import { z } from "zod";

import type { Fields } from "../../cluster-api";

/** One object of the cluster, as the state of the stack has it. */
export interface RecordedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  /** Identity that the cluster gave it; undefined where the state has none. */
  readonly uid: string | undefined;
  /** What the program asked for, secrets in clear. */
  readonly wanted: Fields;
  /** Paths in `wanted` whose values nobody may see. */
  readonly secretPaths: readonly string[];
  /** Name under which the provider applies its changes. */
  readonly manager: string;
  /** Whether the program states a part of an object that is somebody else's, such as the label of a node. */
  readonly partial: boolean;
}

const recorded = z.looseObject({
  deployment: z.looseObject({
    resources: z
      .array(
        z.looseObject({
          type: z.string(),
          custom: z.boolean().default(false),
          external: z.boolean().default(false),
          delete: z.boolean().default(false),
          inputs: z.record(z.string(), z.unknown()).default({}),
          outputs: z.record(z.string(), z.unknown()).default({}),
        }),
      )
      .default([]),
  }),
});

const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().optional(),
});

/** Key by which the engine marks a value as secret. */
const secretMark = "4dabf18193072939515e22adb298388d";

/**
 * The objects of the cluster in a state.
 *
 * What the program only looks up is not its own, and what waits for its deletion is nobody's any more.
 *
 * @param exported what `pulumi stack export --show-secrets` prints
 * @throws Error when that is no state, without a word of it: it holds secrets
 */
export function recordedObjects(exported: string): readonly RecordedObject[] {
  const read = recorded.safeParse(json(exported));
  if (!read.success)
    throw new Error(
      "--stack: expected the state of a stack from pulumi stack export, got another shape",
    );
  return read.data.deployment.resources
    .filter(
      ({ type, custom, external, delete: leaving }) =>
        custom && !external && !leaving && type.startsWith("kubernetes:"),
    )
    .flatMap(({ type, inputs, outputs }) => {
      const object = recordedObject(type, inputs, outputs);
      return object === undefined ? [] : [object];
    });
}

function recordedObject(type: string, inputs: Fields, outputs: Fields): RecordedObject | undefined {
  const { value, secretPaths } = opened(inputs);
  const wanted = value as Fields;
  const made = opened(outputs).value as Fields;
  const identity = metadata.safeParse(made["metadata"]);
  const { apiVersion, kind } = wanted;
  if (!identity.success || typeof apiVersion !== "string" || typeof kind !== "string")
    return undefined;
  const { name, namespace, uid } = identity.data;
  const manager = made["__fieldManager"];
  return {
    ...{ apiVersion, kind, namespace, name, uid, secretPaths },
    wanted: named(wanted, name, namespace),
    manager: typeof manager === "string" ? manager : "pulumi-kubernetes",
    partial: type.endsWith("Patch"),
  };
}

/** An object without a name of its own has the one that the provider gave it. */
function named(wanted: Fields, name: string, namespace: string | undefined): Fields {
  const own = wanted["metadata"] as Fields | undefined;
  return {
    ...wanted,
    metadata: { ...own, name, ...(namespace === undefined ? {} : { namespace }) },
  };
}

/** A value of the state without the marks of secrets, and where those were. */
export function opened(value: unknown): {
  readonly value: unknown;
  readonly secretPaths: readonly string[];
} {
  const secretPaths: string[] = [];
  const open = (at: unknown, path: string): unknown => {
    if (Array.isArray(at)) return at.map((one, index) => open(one, `${path}[${index}]`));
    if (typeof at !== "object" || at === null) return at;
    const fields = at as Fields;
    if (secretMark in fields) {
      secretPaths.push(path);
      const { plaintext } = fields;
      return typeof plaintext === "string" ? open(JSON.parse(plaintext), path) : undefined;
    }
    return Object.fromEntries(
      Object.entries(fields)
        .filter(([key]) => !key.startsWith("__") || path !== "" || key === "__fieldManager")
        .map(([key, one]) => [key, open(one, joined(path, key))]),
    );
  };
  return { value: open(value, ""), secretPaths };
}

/** A path with one more key; keys that hold a dot stand in brackets. */
export function joined(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
