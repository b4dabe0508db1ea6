import {
  isList,
  isProperties,
  mapProperties,
  unknown,
  type Properties,
  type Value,
} from "../rpc/values";

/** A Kubernetes object as plain data: secrets revealed, nothing removed. Unknowns occur in previews only. */
export type KubernetesObject = Properties;

/** The value at a path of property names, or `undefined` when a part of the path is missing. */
export function valueAt(object: Value | undefined, ...path: readonly string[]): Value | undefined {
  let value = object;
  for (const name of path) {
    if (!isProperties(value)) return undefined;
    value = value[name];
  }
  return value;
}

/** The string at a path; anything else, an unknown too, counts as missing. */
export function textAt(object: Value | undefined, ...path: readonly string[]): string | undefined {
  const value = valueAt(object, ...path);
  return typeof value === "string" ? value : undefined;
}

/** The number at a path; anything else counts as 0, which is what Kubernetes leaves out. */
export function numberAt(object: Value | undefined, ...path: readonly string[]): number {
  const value = valueAt(object, ...path);
  return typeof value === "number" ? value : 0;
}

/** The list at a path; anything else counts as empty. */
export function listAt(object: Value | undefined, ...path: readonly string[]): readonly Value[] {
  const value = valueAt(object, ...path);
  return isList(value) ? value : [];
}

/** A copy with the value at a path replaced; missing parents are made. */
export function withValue(object: Properties, path: readonly string[], value: Value): Properties {
  const [name, ...rest] = path;
  if (name === undefined) return object;
  const child = object[name];
  if (rest.length === 0) return { ...object, [name]: value };
  return { ...object, [name]: withValue(isProperties(child) ? child : {}, rest, value) };
}

/** A copy without the value at a path. */
export function withoutValue(object: Properties, path: readonly string[]): Properties {
  const [name, ...rest] = path;
  if (name === undefined || !(name in object)) return object;
  const { [name]: child, ...others } = object;
  if (rest.length === 0) return others;
  return isProperties(child) ? { ...others, [name]: withoutValue(child, rest) } : object;
}

/** A copy without the properties that are null, at any depth: to Kubernetes both mean "not set". */
export function withoutNulls(value: Value): Value {
  if (isList(value)) return value.map(withoutNulls);
  if (!isProperties(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && (item as unknown) !== undefined)
      .map(([name, item]) => [name, withoutNulls(item)]),
  );
}

/** `metadata.name`; an unknown one counts as missing. */
export function nameOf(object: KubernetesObject): string | undefined {
  return textAt(object, "metadata", "name");
}

/** `metadata.namespace`; an empty one counts as missing. */
export function namespaceOf(object: KubernetesObject): string | undefined {
  const namespace = textAt(object, "metadata", "namespace");
  return namespace === "" ? undefined : namespace;
}

/** The value of one annotation. */
export function annotationOf(object: KubernetesObject, name: string): string | undefined {
  return textAt(object, "metadata", "annotations", name);
}

/** `namespace/name`, or `name` for a kind without namespaces: how Pulumi identifies the object. */
export function idOf(object: KubernetesObject): string {
  const namespace = namespaceOf(object);
  const name = nameOf(object) ?? "";
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The parts of an identifier made by `idOf`. */
export function fromId(id: string): { readonly namespace?: string; readonly name: string } {
  const [first = "", second] = id.split("/", 2);
  return second === undefined ? { name: first } : { namespace: first, name: second };
}

/** Same data, whatever the order of properties. An unknown differs from everything but an unknown. */
export function equal(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => equal(item, right[index]));
  }
  if (isProperties(left) && isProperties(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => name in right && equal(left[name], right[name]))
    );
  }
  return false;
}

// A language SDK cannot spell the dashes of these fields of a CustomResourceDefinition.
const dashed = /^x_kubernetes_/;
const underscored = /^x-kubernetes-/;

/** What the API server is sent: schema extensions of a CustomResourceDefinition get their dashes. */
export function toApi(object: KubernetesObject): KubernetesObject {
  return renameKeys(object, dashed, (name) => name.replaceAll("_", "-"));
}

/** The reverse of `toApi`, for what a program reads. */
export function fromApi(object: KubernetesObject): KubernetesObject {
  return renameKeys(object, underscored, (name) => name.replaceAll("-", "_"));
}

function renameKeys(
  object: KubernetesObject,
  pattern: RegExp,
  rename: (name: string) => string,
): KubernetesObject {
  if (object["kind"] !== "CustomResourceDefinition") return object;
  const walk = (value: Value): Value => {
    if (value === unknown) return value;
    if (isList(value)) return value.map(walk);
    if (!isProperties(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        pattern.test(name) ? rename(name) : name,
        walk(item),
      ]),
    );
  };
  return mapProperties(object, walk);
}
