import { Command, Option } from "commander";
import { join } from "node:path";

import { printFailure } from "../local/print";
import { formats, knownHostsOf, rendered, writeList, type Format } from "./known-hosts/list";

const root = join(__dirname, "..");

interface Options {
  readonly stack: string;
  readonly format: Format;
  readonly out?: string;
}

const { stack, format, out } = new Command("npm run known-hosts --")
  .description(
    "Whose host keys SSH trusts, for machines outside of the cluster. Reads the settings of the stack alone.",
  )
  .requiredOption("--stack <name>", "stack whose settings are read")
  .addOption(
    new Option(
      "--format <format>",
      "file: as /etc/ssh/ssh_known_hosts has it; ansible: its lines as a variable ssh_known_hosts",
    )
      .choices(formats)
      .default("file"),
  )
  .option("--out <file>", "writes the list to a file instead of printing it")
  .parse()
  .opts<Options>();

/** `npm run known-hosts`: prints or writes the list of known hosts. */
async function main(): Promise<void> {
  const text = rendered(knownHostsOf(root, stack), format);
  process.stdout.write(out === undefined ? text : await writeList(text, out));
}

main().catch(printFailure);
