import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { buildTimeoutFile } from "../components/jenkins/configuration/build-timeout";
import { quietStartFile } from "../components/jenkins/configuration/quiet-start";
import { problemAt, type SettingsProblem } from "./problems";
import type { Sections } from "./settings";

const secrets = new RegExp(
  [
    "-----BEGIN [A-Z ]*PRIVATE KEY",
    "\\b(ghp|gho|ghs|github_pat|glpat)_\\w{16,}",
    "(password|passwd|passphrase|secret|token)\\w*\\s*[:=]\\s*(?<quote>['\"])(?!\\k<quote>)",
  ].join("|"),
  "i",
);

/**
 * What is wrong with the Groovy files that Jenkins is to run. No message holds any of their content.
 *
 * @param root folder that the paths are relative to
 */
export function initGroovyProblems(
  root: string,
  { initGroovy }: Pick<Sections["configuration"], "initGroovy">,
): SettingsProblem[] {
  return initGroovy.flatMap((file, index) => {
    const refused = (expected: string, fix?: string) =>
      problemAt(
        ["configuration", "initGroovy", String(index)],
        fix === undefined ? { expected } : { expected, fix },
        file,
      );
    const content = contentOf(root, file);
    if (content === undefined) return [refused("a file that can be read")];
    const twin = initGroovy.findIndex((other) => basename(other) === basename(file));
    return [
      ...(twin < index
        ? [refused("a file name that no other file has", "Jenkins has one folder for them")]
        : []),
      ...([buildTimeoutFile, quietStartFile].includes(basename(file))
        ? [refused("a file name that the stack itself does not use")]
        : []),
      ...(secrets.test(content)
        ? [refused("a file without a secret in it", "read it from a credential instead")]
        : []),
    ];
  });
}

/**
 * The contents of these files, by their names.
 *
 * @param root folder that the paths are relative to; default the working folder, as for the settings
 */
export function initGroovyFiles(
  paths: readonly string[],
  root = process.cwd(),
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    paths.map((path) => [basename(path), readFileSync(join(root, path), "utf8")]),
  );
}

function contentOf(root: string, file: string): string | undefined {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return undefined;
  }
}
