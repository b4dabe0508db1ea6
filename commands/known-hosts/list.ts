import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import { stringify } from "yaml";

import {
  isEmpty,
  knownHostsFile,
  knownHostsLines,
  type KnownHostsList,
} from "../../components/internal/known-hosts/known-hosts-list";
import { readStackFile } from "../../stacks/plain";

/** What the list can be printed as. */
export const formats = ["file", "ansible"] as const;

/** One of {@link formats}. */
export type Format = (typeof formats)[number];

/**
 * The list that the settings of a stack hold.
 *
 * @throws when the settings have problems, listing all of them, or hold no list: an empty file would be a machine that
 *   trusts nobody
 */
export function knownHostsOf(root: string, stack: string): KnownHostsList {
  const { sections, problems } = readStackFile(root, stack);
  if (sections === undefined) throw new Error(problems.join("\n"));
  if (isEmpty(sections.knownHosts))
    throw new Error(
      "knownHosts: expected at least one authority or host, got none; docs/known-hosts.md shows how to declare them",
    );
  return sections.knownHosts;
}

/** The list as a file of OpenSSH, or as variables for Ansible. */
export function rendered(list: KnownHostsList, format: Format): string {
  return format === "file"
    ? knownHostsFile(list)
    : // A folded line would still be one for Ansible, and none for a reader.
      stringify({ ssh_known_hosts: knownHostsLines(list) }, { lineWidth: 0 });
}

/**
 * Writes the list, whole or not at all: whoever reads the file meanwhile sees the old one.
 *
 * @returns the path for a terminal
 */
export async function writeList(text: string, file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
  return `${file}\n`;
}
