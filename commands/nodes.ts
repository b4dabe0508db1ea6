import { Command } from "commander";
import { join } from "node:path";

import { printFailure } from "../local/print";
import { documentSets } from "./nodes/document-sets";
import { printed, writeSets } from "./nodes/present";

const root = join(__dirname, "..");

interface Options {
  readonly stack: string;
  readonly node?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const { stack, node, out, json } = new Command("npm run nodes --")
  .description(
    "Documents of the storage network: what each node, and what stands in front of the NAS, is configured with. Reads the settings of the stack alone.",
  )
  .requiredOption("--stack <name>", "stack whose settings are read")
  .option("--node <name>", "one node alone")
  .option("--out <folder>", "writes the documents below a folder instead of printing them")
  .option("--json", "prints machine-readable output")
  .parse()
  .opts<Options>();

/** `npm run nodes`: prints or writes the documents of the storage network. */
async function main(): Promise<void> {
  const sets = documentSets(root, stack, node);
  const text =
    out === undefined ? printed(sets, json === true) : await writeSets(sets, out, json === true);
  process.stdout.write(text);
}

main().catch(printFailure);
