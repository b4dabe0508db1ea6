import type { ResourceRequest } from "../rpc/provider";
import { reveal, unknown, type Properties, type Value } from "../rpc/values";
import { ApiError } from "./api-client";
import { NotReadyError, type AwaitContext } from "./await/await";
import type { Cluster } from "./cluster";
import type { Configuration } from "./configuration";
import { kindOf, type Kind } from "./kinds";
import {
  listAt,
  textAt,
  withoutNulls,
  withoutValue,
  withValue,
  type KubernetesObject,
} from "./objects";
import { redact, withSecrets } from "./secrecy";

/** What every operation on a reachable cluster works with. */
export interface Operation {
  readonly cluster: Cluster;
  readonly configuration: Configuration;
  readonly request: ResourceRequest;
}

/** Inputs as the engine sent them and as the plain object the API server is told. */
export interface Inputs {
  /** With secret marks, as they go into state. */
  readonly marked: Properties;
  readonly object: KubernetesObject;
  readonly kind: Kind;
}

/** Prepares inputs for the API: secrets revealed, nulls dropped, kind filled in where inputs are empty. */
export function inputsOf(request: ResourceRequest, marked: Properties): Inputs {
  const plain = withoutNulls(reveal(marked)) as Properties;
  const kind = kindOf(request.type, plain);
  return {
    marked,
    object: { ...plain, apiVersion: kind.apiVersion, kind: kind.kind },
    kind,
  };
}

/**
 * What state records about an object: the live object with the secrets of its inputs, the inputs and the
 * field manager. The `__` properties are those of the official plugin, so that either can go on from the
 * other's state.
 */
export function checkpoint(
  live: KubernetesObject,
  inputs: Properties,
  fieldManager: string,
): Properties {
  return {
    ...withSecrets(live, inputs),
    __inputs: inputs,
    __initialApiVersion: textAt(live, "apiVersion") ?? "",
    __fieldManager: fieldManager,
  };
}

/** A dry run's result without what a real run will change, so that no dependent sees a false value. */
export function previewed(live: KubernetesObject, isNew: boolean): KubernetesObject {
  const changing = ["resourceVersion", ...(isNew ? ["uid", "creationTimestamp"] : [])];
  const masked = changing.reduce<KubernetesObject>(
    (object, name) => withValue(object, ["metadata", name], unknown),
    withoutValue(live, ["metadata", "managedFields"]),
  );
  if (!isNew) return masked;
  const bare = withoutValue(masked, ["status"]);
  // The server draws another address in the real run.
  const isService = textAt(live, "kind") === "Service" && textAt(live, "apiVersion") === "v1";
  if (!isService || textAt(live, "spec", "clusterIP") === "None") return bare;
  return withValue(
    withValue(bare, ["spec", "clusterIP"], unknown),
    ["spec", "clusterIPs"],
    unknown,
  );
}

/**
 * `stringData` folded into `data`, as the server would. Otherwise the server, which does that after it has
 * noted who owns which field, would keep a key that left the program.
 */
export function withFoldedStringData(object: KubernetesObject): KubernetesObject {
  const strings = object["stringData"];
  if (object["kind"] !== "Secret" || typeof strings !== "object" || strings === null) return object;
  const entries = Object.entries(strings as Properties);
  // Anything but text is left to the server to refuse.
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === "string"))
    return object;
  const folded = Object.fromEntries(
    entries.map(([name, text]) => [name, Buffer.from(text).toString("base64")]),
  );
  const data = (object["data"] ?? {}) as Properties;
  return { ...withoutValue(object, ["stringData"]), data: { ...data, ...folded } };
}

/** The words of an error, without the secrets of the object it is about. */
export function messageOf(error: unknown, inputs: Value): string {
  const message = error instanceof Error ? error.message : String(error);
  return redact(message, inputs);
}

/** The reasons the engine prints: the message and what stands behind it. */
export function reasonsOf(error: unknown, message: string, inputs: Value): readonly string[] {
  const hints = error instanceof NotReadyError ? error.hints : [];
  return [message, ...hints.map((hint) => redact(hint, inputs))];
}

/** A conflict of server-side apply, explained; any other error as it is. */
export function explained(error: unknown, fieldManager: string): unknown {
  if (!(error instanceof ApiError) || error.code !== 409 || !isFieldConflict(error)) return error;
  return new Error(
    "Server-Side Apply field conflict detected. See https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources for troubleshooting help.\n" +
      `The resource managed by field manager ${JSON.stringify(fieldManager)} had an apply conflict: ${error.message}`,
  );
}

/** What the waiting for an object of this operation needs. */
export function awaitContext(
  { cluster, request }: Operation,
  inputs: KubernetesObject,
  timeoutSeconds: number,
  isNew: boolean,
): AwaitContext {
  return {
    cluster,
    inputs,
    isNew,
    timeoutSeconds,
    progress: (text) => {
      request.log("infoStatus", text);
    },
    cancelled: request.cancelled,
  };
}

function isFieldConflict(error: ApiError): boolean {
  return listAt(error.details, "causes").some(
    (cause) => textAt(cause, "reason") === "FieldManagerConflict",
  );
}
