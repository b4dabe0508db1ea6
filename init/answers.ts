import { parseDocument } from "yaml";

import type { Draft } from "./draft";

/**
 * Reads a file of answers: sections of the settings by name, as far as they are decided. Whether they are right is for
 * the check to say, which reports everything at once.
 *
 * @param name of the file, for the message
 * @throws when it is no YAML with groups of settings
 */
export function readAnswers(name: string, text: string): Draft {
  const document = parseDocument(text);
  const read: unknown = document.errors.length === 0 ? document.toJS() : undefined;
  if (typeof read !== "object" || read === null || Array.isArray(read))
    throw new Error(
      `${name}: expected YAML with sections of the settings, such as nas: {url: …}, got something else; docs/getting-started.md shows one`,
    );
  return read as Draft;
}
