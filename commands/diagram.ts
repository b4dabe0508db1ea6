import { Command } from "commander";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { drawn, topologyOf } from "../diagram";
import { printFailure } from "../local/print";
import { deployedResources, plannedResources } from "./diagram/resources";

const root = join(__dirname, "..");

interface Options {
  readonly stack: string;
  readonly live?: boolean;
  readonly instance?: string;
  readonly out?: string;
}

const { stack, live, instance, out } = new Command("npm run diagram --")
  .description(
    "Draws a stack as SVG: nodes, storage network, NAS, namespaces, and who may talk to whom. Light and dark, as the reader's system prefers.",
  )
  .option("--stack <name>", "stack that is drawn", "prod")
  .option("--live", "draws what is deployed, from the stack's state, instead of the settings")
  .option("--instance <folder>", "folder of the local platform, for --live with the stack local")
  .option("--out <file>", "writes the picture to a file instead of printing it")
  .parse()
  .opts<Options>();

/** `npm run diagram`: draws a stack. */
async function main(): Promise<void> {
  const resources =
    live === true
      ? await deployedResources(root, stack, instance)
      : await plannedResources(root, stack);
  const picture = drawn(topologyOf(stack, resources));
  if (out === undefined) process.stdout.write(picture);
  else {
    await writeFile(out, picture);
    process.stdout.write(`${out}\n`);
  }
}

main().catch(printFailure);
