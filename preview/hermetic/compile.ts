import { join } from "node:path";

import { build } from "esbuild";

const common = {
  format: "cjs",
  platform: "node",
  target: "node20",
  logLevel: "silent",
  // A tree's own tsconfig.json is about its type check.
  tsconfigRaw: "{}",
} as const;

/**
 * Writes JavaScript for every TypeScript file that a program reaches from its `index.ts`, in one process of esbuild.
 *
 * The program's own transpiler keeps results by path, and a temporary folder has never been seen before.
 *
 * @param sources folder of `index.ts`
 * @param tree folder that the results go to, which may be the same
 * @throws with esbuild's words where a file cannot be read
 */
export async function compileProgram(sources: string, tree: string): Promise<void> {
  const { metafile } = await build({
    ...common,
    absWorkingDir: sources,
    entryPoints: ["index.ts"],
    bundle: true,
    packages: "external",
    write: false,
    metafile: true,
  });
  const files = Object.keys(metafile.inputs).filter((file) => file.endsWith(".ts"));
  await build({
    ...common,
    absWorkingDir: sources,
    entryPoints: files.map((file) => join(sources, file)),
    outdir: tree,
    outbase: sources,
    bundle: false,
  });
}
