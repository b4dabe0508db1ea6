import { accepted, refused, type Parsed } from "./parsed";

const expected = "iqn.<yyyy-mm>.<reversed-domain>[:<name>]";
const form = /^iqn\.\d{4}-(0[1-9]|1[0-2])(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:[a-z0-9.:-]+)?$/;

/** Longest name that every part of the chain keeps: RFC 3720 allows 223 bytes, DSM's own driver 128. */
const longest = 128;

/** Reads an iSCSI qualified name (RFC 3720, 3.2.6.3.1) in the lower case that DSM stores. */
export function parseIqn(text: string): Parsed<string> {
  if (text.length > longest)
    return refused(expected, `it has ${text.length} characters, at most ${longest} are safe`);
  if (form.test(text)) return accepted(text);
  const repaired = text.trim().toLowerCase().replaceAll("_", "-");
  return refused(expected, form.test(repaired) ? `did you mean "${repaired}"?` : undefined);
}
