import { InitializationFailed } from "../rpc/provider";
import { isList, isProperties, reveal, type Properties, type Value } from "../rpc/values";
import { checkReady } from "./await/await";
import type { ObjectReference } from "./cluster";
import { fieldManager } from "./naming";
import { equal, textAt, withoutValue, type KubernetesObject } from "./objects";
import { checkpoint, messageOf, reasonsOf, type Inputs, type Operation } from "./operation";
import { sameQuantity } from "./quantities";
import { withSecrets } from "./secrecy";

/** What the API server sets by itself: no part of what a program would write. */
const serverSet = [
  ["status"],
  ["metadata", "creationTimestamp"],
  ["metadata", "generation"],
  ["metadata", "managedFields"],
  ["metadata", "resourceVersion"],
  ["metadata", "uid"],
  ["metadata", "annotations", "deployment.kubernetes.io/revision"],
  ["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"],
] as const;

/**
 * The live object, as outputs and as the inputs that a program would have to give for it: the fields of the
 * old inputs with their live values or, where there are none (`get`, import), everything the server did not
 * set by itself. `undefined` when the object is gone.
 *
 * @throws InitializationFailed when the object of known inputs is not ready any more
 */
export async function read(
  operation: Operation,
  reference: ObjectReference,
  inputs: Inputs,
  state: Properties,
  id: string,
): Promise<{ id: string; inputs: Properties; outputs: Properties } | undefined> {
  const live = await operation.cluster.find(reference);
  if (live === undefined) return undefined;
  const isKnown = isProperties(inputs.object["metadata"]);
  const plain = isKnown
    ? (inputsFromLive(live, inputs.object) as Properties)
    : serverSet.reduce<KubernetesObject>((object, path) => withoutValue(object, path), live);
  const marked = withSecrets(plain, inputs.marked);
  const manager = fieldManager(inputs.object, reveal(state) as Properties);
  const outputs = checkpoint(live, marked, manager);
  if (isKnown) {
    try {
      await checkReady(live, inputs.object, operation.cluster);
    } catch (error) {
      const message = messageOf(error, marked);
      const reasons = reasonsOf(error, message, marked);
      throw new InitializationFailed(message, id, marked, outputs, reasons);
    }
  }
  return { id, inputs: marked, outputs };
}

/** The live values of the fields that the old inputs name, in the old inputs' own spelling if they agree. */
export function inputsFromLive(live: Value, old: Value): Value {
  if (isProperties(live) && isProperties(old)) {
    return Object.fromEntries(
      Object.entries(old)
        .map(([key, value]): [string, Value | undefined] => [key, liveField(live, key, value)])
        .filter((entry): entry is [string, Value] => entry[1] !== undefined),
    );
  }
  if (isList(live) && isList(old) && old.every(isProperties)) {
    // The server appends what it and others add; only positions the program has are its own.
    return live.slice(0, old.length).map((item, index) => inputsFromLive(item, old[index] ?? item));
  }
  return equal(live, old) || sameQuantity(live, old) ? old : live;
}

function liveField(live: Properties, key: string, old: Value): Value | undefined {
  if (key === "stringData" && textAt(live, "kind") === "Secret" && isProperties(old)) {
    const data = isProperties(live["data"]) ? live["data"] : {};
    return Object.fromEntries(
      Object.keys(old)
        .filter((name) => typeof data[name] === "string")
        .map((name) => [name, Buffer.from(data[name] as string, "base64").toString("utf8")]),
    );
  }
  const value = live[key];
  // The server leaves out what is empty.
  if (value === undefined) return isEmpty(old) ? old : undefined;
  return inputsFromLive(value, old);
}

function isEmpty(value: Value): boolean {
  if (isList(value)) return value.length === 0;
  if (isProperties(value)) return Object.values(value).every(isEmpty);
  return value === null || value === "" || value === false || value === 0;
}
