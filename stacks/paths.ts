import { accepted, refused, type Parsed } from "../components/internal/parsed";

/**
 * Reads a file below the project's root.
 *
 * Absolute paths are refused: they would differ between a laptop and CI and show as a change (P-03).
 */
export function parseProjectPath(text: string): Parsed<string> {
  const expected = "a path relative to the project's root";
  if (/^([/~\\]|[A-Za-z]:)/.test(text))
    return refused(expected, "an absolute path would differ from machine to machine");
  if (text.split("/").includes(".."))
    return refused(expected, "it must not lead out of the project");
  return /^[^\s\\][^\\]*$/.test(text) && !text.endsWith("/") ? accepted(text) : refused(expected);
}

/** Reads a volume of the NAS as DSM names it. */
export function parseVolume(text: string): Parsed<string> {
  return /^\/volume[1-9]\d*$/.test(text) ? accepted(text) : refused("a volume such as /volume1");
}

/** Reads a folder that the NAS exports over NFS. */
export function parseExport(text: string): Parsed<string> {
  const expected = "an exported folder such as /volume1/gentoo-repos";
  const parts = text.split("/").slice(1);
  const plain = parts.every((part) => /^[\w.@+-]+$/.test(part) && !/^\.+$/.test(part));
  return text.startsWith("/") && parts.length > 1 && plain ? accepted(text) : refused(expected);
}
