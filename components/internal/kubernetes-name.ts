import { accepted, refused, type Parsed } from "./parsed";

const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/**
 * Reads the name of an object that becomes part of a DNS name (RFC 1123 label), e.g. a namespace.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export function parseName(text: string): Parsed<string> {
  const expected = "a name of lower-case letters, digits and - (RFC 1123)";
  if (text.length > 63) return refused(expected, "at most 63 characters are allowed");
  return label.test(text) ? accepted(text) : refused(expected, repair(text, label));
}

/**
 * Reads the name of an object that may contain dots (RFC 1123 subdomain), e.g. a node.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 */
export function parseSubdomain(text: string): Parsed<string> {
  const expected = "a name of lower-case letters, digits, - and . (RFC 1123)";
  if (text.length > 253) return refused(expected, "at most 253 characters are allowed");
  return isSubdomain(text) ? accepted(text) : refused(expected, repair(text));
}

/**
 * Reads the key of a node label, e.g. `network.du5t1n.me/storage`.
 *
 * Prefixes of Kubernetes itself are refused, except `node-restriction.kubernetes.io`, which exists to be set
 * by administrators.
 */
export function parseLabelKey(text: string): Parsed<string> {
  const expected = "a label key such as network.du5t1n.me/storage";
  const parts = text.split("/");
  const name = parts.at(-1) ?? "";
  const prefix = parts.length > 1 ? parts[0] : undefined;
  if (parts.length > 2 || name.length > 63 || !/^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/.test(name))
    return refused(expected, repair(text));
  if (prefix === undefined) return accepted(text);
  if (!isSubdomain(prefix) || prefix.length > 253) return refused(expected, repair(text));
  if (prefix.endsWith("node-restriction.kubernetes.io")) return accepted(text);
  return /(^|\.)(kubernetes|k8s)\.io$/.test(prefix)
    ? refused(expected, "this prefix belongs to Kubernetes")
    : accepted(text);
}

function isSubdomain(text: string): boolean {
  return text.split(".").every((part) => label.test(part));
}

function repair(text: string, form?: RegExp): string | undefined {
  if (text !== text.trim()) return "remove the space around it";
  const lower = text.toLowerCase().replaceAll("_", "-");
  const valid = form === undefined ? isSubdomain(lower) : form.test(lower);
  return valid && lower !== text ? `did you mean "${lower}"?` : undefined;
}
