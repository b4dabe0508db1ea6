import { accepted, refused, type Parsed } from "./parsed";

/** Reads the name of a file without a folder: Jenkins makes the file in a folder of its own. */
export function parseFileName(text: string): Parsed<string> {
  return /^[\w@+-][\w.@+-]*$/.test(text)
    ? accepted(text)
    : refused("the name of a file without a folder, of letters, digits and . _ @ + -");
}

/** Reads the number of a GitHub App as text. */
export function parseGitHubAppId(text: string): Parsed<string> {
  return /^[1-9]\d*$/.test(text)
    ? accepted(text)
    : refused("the number of a GitHub App", "it is on the App's page under General");
}

/** Reads what a credential is for: one line, as Jenkins shows it in lists. */
export function parseDescription(text: string): Parsed<string> {
  return /^\S([^\r\n]*\S)?$/.test(text)
    ? accepted(text)
    : refused("a description in one line, without space around it");
}
