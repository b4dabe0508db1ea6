import { build } from "esbuild";
import { join } from "node:path";

/** The compiled pack, relative to the project's root. */
export const bundlePath = "policy/pack/index.js";

/**
 * Compiles the pack into one file, as it is committed: the CLI would otherwise type-check it at every preview.
 *
 * Packages stay outside: the pack finds them in the project's own node_modules.
 */
export async function bundledPack(root: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join("policy", "pack", "pack.ts")],
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    write: false,
    logLevel: "silent",
    banner: { js: "// Made by npm run policy:build from the files beside it." },
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("expected one compiled file, got none");
  return file.text;
}
