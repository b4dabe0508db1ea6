import { isProperties, type Properties, type Value } from "../rpc/values";
import { parsePath } from "./diff";
import { listAt, textAt, valueAt, withoutValue, withValue, type KubernetesObject } from "./objects";

// Managers whose fields an update takes over: this plugin's own POST, and a person with kubectl.
const takenOver: readonly { readonly prefix: string; readonly operation: "Apply" | "Update" }[] = [
  { prefix: "kubectl", operation: "Apply" },
  { prefix: "kubectl", operation: "Update" },
  { prefix: "before-first-apply", operation: "Update" },
  { prefix: "pulumi-kubernetes", operation: "Update" },
  { prefix: "pulumi-resource-kubernetes", operation: "Update" },
];

/**
 * The JSON patch that hands the fields of a POST, and of `kubectl`, to one server-side-apply manager. Without
 * it, a field that leaves the program would stay on the server: its former owner would still hold it.
 * `undefined` when there is nothing to hand over.
 */
export function takeoverPatch(live: KubernetesObject, manager: string): unknown {
  const entries = listAt(live, "metadata", "managedFields");
  const taken = entries.filter((entry) => isTakenOver(entry, manager));
  if (taken.length === 0) return undefined;
  const own = entries.find((entry) => isOwn(entry, manager));
  const others = entries.filter((entry) => !taken.includes(entry) && entry !== own);
  const template = own ?? taken.at(-1);
  const merged: Properties = {
    ...(isProperties(template) ? template : {}),
    manager,
    operation: "Apply",
    fieldsV1: entries
      .filter((entry) => entry === own || taken.includes(entry))
      .map((entry) => valueAt(entry, "fieldsV1"))
      .reduce<Properties>((sum, fields) => union(sum, isProperties(fields) ? fields : {}), {}),
  };
  return [
    { op: "replace", path: "/metadata/managedFields", value: [...others, merged] },
    // Fails when the object changed meanwhile: the ownership list would be out of date.
    {
      op: "replace",
      path: "/metadata/resourceVersion",
      value: textAt(live, "metadata", "resourceVersion"),
    },
  ];
}

/**
 * The inputs as an apply may send them under `ignoreChanges`: an ignored field that another manager owns is
 * left out, any other one is sent with its live value, because leaving it out would remove it.
 */
export function withoutIgnored(
  inputs: KubernetesObject,
  live: KubernetesObject,
  ignored: readonly string[],
  manager: string,
): KubernetesObject {
  const entries = listAt(live, "metadata", "managedFields");
  return ignored.reduce<KubernetesObject>((object, text) => {
    const path = parsePath(text);
    if (!path.every((part) => typeof part === "string")) return object;
    const owned = (entry: Value): boolean =>
      valueAt(entry, "fieldsV1", ...path.map((part) => `f:${part}`)) !== undefined;
    const mine = entries.some((entry) => textAt(entry, "manager") === manager && owned(entry));
    const theirs = entries.some((entry) => textAt(entry, "manager") !== manager && owned(entry));
    if (theirs && !mine) return withoutValue(object, path);
    const value = valueAt(live, ...path);
    return value === undefined ? object : withValue(object, path, value);
  }, inputs);
}

/** Whether a manager owns anything of an object through server-side apply. */
export function appliedBy(live: KubernetesObject, manager: string): boolean {
  return listAt(live, "metadata", "managedFields").some((entry) => isOwn(entry, manager));
}

function isOwn(entry: Value, manager: string): boolean {
  return (
    textAt(entry, "manager") === manager &&
    textAt(entry, "operation") === "Apply" &&
    !textAt(entry, "subresource")
  );
}

function isTakenOver(entry: Value, manager: string): boolean {
  const name = textAt(entry, "manager") ?? "";
  return (
    !isOwn(entry, manager) &&
    !textAt(entry, "subresource") &&
    takenOver.some(
      ({ prefix, operation }) =>
        name.startsWith(prefix) && textAt(entry, "operation") === operation,
    )
  );
}

function union(left: Properties, right: Properties): Properties {
  const sum: Record<string, Value> = { ...left };
  for (const [name, value] of Object.entries(right)) {
    const present = sum[name];
    sum[name] = isProperties(present) && isProperties(value) ? union(present, value) : value;
  }
  return sum;
}
