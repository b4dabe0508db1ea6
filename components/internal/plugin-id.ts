import { accepted, refused, type Parsed } from "./parsed";

/** Reads the id of a plugin as the update centre lists it, e.g. `workflow-aggregator`. */
export function parsePluginId(text: string): Parsed<string> {
  const expected = "the id of a plugin such as workflow-aggregator";
  if (/^[A-Za-z0-9][\w.-]*$/.test(text)) return accepted(text);
  return text.includes(":")
    ? refused(expected, "its version is in the lock file")
    : refused(expected);
}
