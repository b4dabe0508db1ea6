import { Command } from "commander";
import { join } from "node:path";

import { printFailure } from "../local/print";
import { describeStatus } from "../local/status";

const { instance } = new Command("npm run status --")
  .description(
    "What of the local platform runs, with versions, ports and where its plugins come from.",
  )
  .option("--instance <folder>", "folder of the platform, below the project", ".local")
  .parse()
  .opts<{ instance: string }>();

describeStatus(join(__dirname, ".."), instance).then((text) => {
  process.stdout.write(`${text}\n`);
}, printFailure);
