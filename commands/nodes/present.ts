import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

import type { DocumentSet } from "./document-sets";

const nothing =
  "no documents: network.documents is none; set it to what configures the adapters of the nodes\n";

/** The documents for a terminal, or as JSON by machine. */
export function printed(sets: readonly DocumentSet[], json: boolean): string {
  if (json) return asJson(sets);
  const all = sets.flatMap(({ machine, documents }) =>
    documents.map(
      ({ path, mode, content }) => `# ── ${machine}: ${path} (mode ${mode})\n${content}`,
    ),
  );
  return all.length === 0 ? nothing : all.join("\n");
}

/**
 * Writes the documents to `<folder>/<machine>/<path>`, with their modes.
 *
 * @returns the paths written, for a terminal or as JSON
 */
export async function writeSets(
  sets: readonly DocumentSet[],
  folder: string,
  json: boolean,
): Promise<string> {
  const written: string[] = [];
  for (const { machine, documents } of sets)
    for (const { path, mode, content } of documents) {
      const file = join(folder, machine, path);
      await mkdir(dirname(file), { recursive: true });
      // Never readable with a wider mode than its own, and whole or not at all.
      await writeFile(`${file}.new`, content, { mode: 0o600 });
      await chmod(`${file}.new`, Number.parseInt(mode, 8));
      await rename(`${file}.new`, file);
      written.push(relative(".", file));
    }
  if (json) return `${JSON.stringify(written, undefined, 2)}\n`;
  return written.length === 0 ? nothing : `${written.join("\n")}\n`;
}

function asJson(sets: readonly DocumentSet[]): string {
  const byMachine = Object.fromEntries(sets.map(({ machine, documents }) => [machine, documents]));
  return `${JSON.stringify(byMachine, undefined, 2)}\n`;
}
