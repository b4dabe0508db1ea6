import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { printFailure } from "../local/print";
import { bundledPack, bundlePath } from "../policy/pack/bundle";

const root = join(__dirname, "..");

/** `npm run policy:build`: compiles the policies for the Pulumi CLI. */
async function main(): Promise<void> {
  await writeFile(join(root, bundlePath), await bundledPack(root));
  process.stdout.write(`${bundlePath}\n`);
}

main().catch(printFailure);
