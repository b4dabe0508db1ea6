import { Command } from "commander";
import { join } from "node:path";

import { showCommands } from "../local/execa";
import { printFailure, printPlatform } from "../local/print";
import { supportedPlatform } from "../local/toolchain";
import { up } from "../local/up";

const options = new Command("npm run up --")
  .description("Bring up the local platform, deploy the program on it and prove the result.")
  .option("--verbose", "show every line and the commands that run", false)
  .option("--instance <folder>", "folder of the platform, below the project", ".local")
  .parse()
  .opts<{ verbose: boolean; instance: string }>();

if (options.verbose) showCommands();
process.once("SIGINT", () => {
  process.stderr.write("\nending in order; press Ctrl-C again to leave at once\n");
});
const reason = supportedPlatform();
if (reason === undefined) {
  up({ root: join(__dirname, ".."), folder: options.instance, verbose: options.verbose }).then(
    printPlatform,
    printFailure,
  );
} else {
  printFailure(new Error(reason));
}
