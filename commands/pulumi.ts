import { spawn } from "node:child_process";
import { join } from "node:path";

import { platformAbsence } from "../local/absence";
import { Engine } from "../local/engine/pulumi";
import { openInstance } from "../local/instance";
import { printFailure } from "../local/print";
import { ensureToolchain } from "../local/toolchain";

/** `npm run pulumi -- <any arguments>`: the CLI on the local platform's stack, backend and plugins. */
async function main(): Promise<void> {
  const root = join(__dirname, "..");
  const folder = process.env["JENKINS_STACK_INSTANCE"] || ".local";
  const absence = await platformAbsence(root, folder);
  if (absence !== undefined) throw new Error(absence);
  const instance = await openInstance(root, folder);
  const tools = await ensureToolchain({
    report: (text) => process.stderr.write(`${text}\n`),
    verbose: false,
  });
  const cli = spawn(tools.pulumi, process.argv.slice(2), {
    env: new Engine(root, instance, tools).environment(),
    stdio: "inherit",
  });
  // The terminal sends Ctrl-C to the CLI as well, and a second one would make it leave without ending in order.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => cli.kill("SIGTERM"));
  cli.on("error", printFailure);
  cli.on("close", (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 130);
  });
}

main().catch(printFailure);
