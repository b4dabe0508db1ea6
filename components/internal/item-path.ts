import { accepted, refused, type Parsed } from "./parsed";

/**
 * Reads the full name of a folder or job: the names of its folders and its own, with / between them.
 *
 * Narrower than Jenkins itself: such a name is the same in addresses, on disk, in patterns of roles and in the scope of
 * a credential.
 */
export function parseItemPath(text: string): Parsed<readonly string[]> {
  const expected = "a full name such as team/app";
  const names = text.split("/");
  if (names.some((name) => name === ""))
    return refused(expected, repair(text, names.filter((name) => name !== "").join("/")));
  if (names.some((name) => name.length > 80))
    return refused(expected, "each name has at most 80 characters");
  return names.every((name) => /^[A-Za-z0-9]([\w.-]*[A-Za-z0-9_])?$/.test(name))
    ? accepted(names)
    : refused(
        expected,
        repair(text, text.trim().replaceAll(/\s+/g, "-")) ??
          "letters, digits and . _ - make a name that is the same everywhere",
      );
}

/** Every folder around an item, outermost first. */
export function foldersAround(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

function repair(text: string, better: string): string | undefined {
  return better !== text && parseItemPath(better).ok ? `did you mean "${better}"?` : undefined;
}
