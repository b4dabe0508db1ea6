import { createHash } from "node:crypto";

/**
 * Hexadecimal SHA-256 of files by name: equal files, equal revision.
 *
 * It is what `LC_ALL=C sha256sum -- * | sha256sum` prints in a folder that holds them, so that a container can tell
 * which revision it has before it.
 */
export function revisionOf(files: Readonly<Record<string, string>>): string {
  const lines = Object.entries(files)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, content]) => `${sha256(content)}  ${name}\n`);
  return sha256(lines.join(""));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
