import { join } from "node:path";

import { runBench } from "../bench/run";
import { printFailure } from "../local/print";

/** `npm run bench`: measures on an instance of its own and prints a Markdown table. */
runBench(join(__dirname, "..")).then((text) => {
  process.stdout.write(`${text}\n`);
}, printFailure);
