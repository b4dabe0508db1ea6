import { parse } from "yaml";

import type { Fields } from "../../cluster-api";
import type { Difference } from "../difference";
import { shown } from "../kubernetes/compare";
import { joined } from "../kubernetes/recorded";

/**
 * Compares what the stack declares with the configuration that a running Jenkins exports.
 *
 * Only what the export states is compared: it leaves out what has its default, jobs, and the values of secrets. So an
 * empty result means that nothing which can be seen was changed by hand.
 *
 * @param files declared documents, by file
 * @param exported YAML of the plugin's export
 */
export function compareConfiguration(
  files: Readonly<Record<string, string>>,
  exported: string,
): Difference[] {
  const found: unknown = parse(exported);
  return Object.entries(files).flatMap(([file, text]) => leaves(parse(text), found, "", file));
}

function leaves(declared: unknown, found: unknown, path: string, subject: string): Difference[] {
  if (found === undefined || found === null) return [];
  if (Array.isArray(declared) && Array.isArray(found)) {
    if (declared.length !== found.length)
      return [row(subject, path, `${declared.length} entries`, `${found.length} entries`)];
    return declared.flatMap((one, index) =>
      leaves(one, found[index], `${path}[${index}]`, subject),
    );
  }
  if (isFields(declared) && isFields(found))
    return Object.entries(declared).flatMap(([key, value]) =>
      leaves(value, found[key], joined(path, key), subject),
    );
  // Another shape of the same thing, such as one entry for a list of one, is the export's way of speaking.
  if (typeof declared === "object" || typeof found === "object") return [];
  if (refersToSecret(declared) || isCiphertext(found) || sameText(declared, found)) return [];
  const hidden = /password|secret|token|passphrase|privatekey/i.test(path);
  return [
    row(subject, path, shown(declared, hidden), hidden ? "(another one)" : shown(found, false)),
  ];
}

function row(subject: string, property: string, expected: string, found: string): Difference {
  return { part: "configuration", subject, property, expected, found };
}

/** The export knows no unquoted numbers where the declaration may. Block texts lose their last line end. */
function sameText(declared: unknown, found: unknown): boolean {
  return String(declared).trimEnd() === String(found).trimEnd();
}

/** `^${` is text, `${` the place of a secret. */
function refersToSecret(value: unknown): boolean {
  return typeof value === "string" && /(^|[^^])\$\{/.test(value);
}

/** How Jenkins shows a secret it has encrypted. */
function isCiphertext(value: unknown): boolean {
  return typeof value === "string" && /^\{[A-Za-z0-9+/=]+\}$/.test(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
