import type { PolicyResource } from "./resource";

/** Stands where an input is secret. */
export const masked = "[secret]";

/** Key and value by which Pulumi marks a wrapped secret. */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
/** What Pulumi writes for a text that only the update makes known. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknownValues = new Set([
  unknownValue,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "output<string>",
  "[unknown]",
]);

/** A group of inputs. */
export type Group = Readonly<Record<string, unknown>>;

/** The inputs with {@link masked} wherever Pulumi wrapped a secret: no rule ever sees one. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isGroup(value)) return value;
  if (value[signature] === secretSignature) return masked;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, withoutSecrets(child)]),
  );
}

/** Whether a value is only known once the update has run. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && unknownValues.has(value);
}

/** The value at a path, or nothing where a part of the path is missing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isGroup(inner) ? inner[key] : undefined), value);
}

/** The group at a path; an empty one where there is none. */
export function groupAt(value: unknown, ...path: readonly string[]): Group {
  const found = at(value, ...path);
  return isGroup(found) ? found : {};
}

/** The groups in the list at a path; none where there is no list. */
export function groupsAt(value: unknown, ...path: readonly string[]): readonly Group[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter(isGroup) : [];
}

/** The texts in the list at a path. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter((entry) => typeof entry === "string") : [];
}

/** Whether a value is a group of others. */
export function isGroup(value: unknown): value is Group {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Kind of a Kubernetes object, e.g. `PersistentVolume`, and the last part of any other type. */
export function kindOf({ type }: Pick<PolicyResource, "type">): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** Whether it is a Kubernetes object that the program makes: neither a patch of somebody else's nor only looked up. */
export function isObject({ type, operation }: PolicyResource): boolean {
  return type.startsWith("kubernetes:") && !/(Patch|List)$/.test(type) && operation !== "read";
}

/** Namespace of an object; nothing where it has none or it is not known yet. */
export function namespaceOf({ inputs }: Pick<PolicyResource, "inputs">): string | undefined {
  const namespace = at(inputs, "metadata", "namespace");
  return typeof namespace === "string" && !isUnknown(namespace) ? namespace : undefined;
}

/** Whether it is there after the update. */
export function stays({ operation }: PolicyResource): boolean {
  return operation !== "delete";
}

/** A value as text; what is no text is shown as JSON, and nothing as an empty text. */
export function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
