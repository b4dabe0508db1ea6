import { accepted, refused, type Parsed } from "./parsed";

/** Reads the path of a folder within a volume, e.g. `jenkins_home`. It stands in scripts, so its characters are plain. */
export function parseInnerFolder(text: string): Parsed<string> {
  const expected = "a folder within the volume such as jenkins_home";
  if (text.startsWith("/")) return refused(expected, "it starts at the volume's top folder");
  return text.split("/").every((part) => /^[\w.@+-]+$/.test(part) && !/^\.+$/.test(part))
    ? accepted(text)
    : refused(expected);
}
