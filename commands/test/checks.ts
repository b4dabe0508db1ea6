import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A check of the sources, which counts as one test. */
export interface Check {
  readonly name: string;
  /** Executable of a package. */
  readonly command: string;
  readonly args: readonly string[];
}

/** What else than the sources decides on what ESLint says. */
const lintedBy = ["eslint.config.mjs", "tsconfig.json", "package-lock.json"];

/**
 * Types, lint and format. Each tool keeps what it found in order, below node_modules, and looks at the rest only: a second
 * run takes seconds.
 *
 * @param sources every TypeScript file
 */
export function checks(root: string, sources: readonly string[]): readonly Check[] {
  const kept = join(root, "node_modules", ".cache", "jenkins-stack", "checks");
  const types = ["--incremental", "--tsBuildInfoFile", join(kept, "types.tsbuildinfo")];
  const format = ["--cache", "--cache-strategy", "content", "--cache-location"];
  return [
    { name: "types", command: "tsc", args: ["--noEmit", ...types] },
    { name: "lint", command: "eslint", args: [".", ...lintMemory(root, kept, sources)] },
    {
      name: "format",
      command: "prettier",
      args: ["--check", "--log-level", "warn", ".", ...format, join(kept, "format")],
    },
  ];
}

/**
 * Options by which ESLint keeps what it found. Its rules look at the types of other files too, which it does not know of
 * when it looks whether a file has changed: what it keeps holds for exactly these sources, and goes with them.
 */
function lintMemory(root: string, kept: string, sources: readonly string[]): readonly string[] {
  const hash = createHash("sha256");
  for (const file of [...lintedBy.map((name) => join(root, name)), ...sources].sort())
    hash.update(file).update(readFileSync(file));
  const current = `lint-${hash.digest("hex").slice(0, 16)}`;
  for (const name of namesIn(kept))
    if (name.startsWith("lint-") && name !== current) rmSync(join(kept, name), { recursive: true });
  return ["--cache", "--cache-strategy", "content", "--cache-location", join(kept, current, "/")];
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
