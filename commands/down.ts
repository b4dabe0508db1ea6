import { Command } from "commander";
import { join } from "node:path";

import { down } from "../local/down";
import { printFailure } from "../local/print";

const { instance } = new Command("npm run down --")
  .description("End what `npm run up` started and remove its folder; the tool cache stays.")
  .option("--instance <folder>", "folder of the platform, below the project", ".local")
  .parse()
  .opts<{ instance: string }>();

down({
  root: join(__dirname, ".."),
  folder: instance,
  report: (text) => process.stdout.write(`${text}\n`),
}).catch(printFailure);
