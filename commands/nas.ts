import { join } from "node:path";
import { Readable } from "node:stream";

import { processSurroundings, runInProcess } from "../nas/cli";
import { exitCodes, Failure } from "../nas/failure";
import { operatorArguments } from "./nas/arguments";
import { askCode } from "./nas/ask-code";
import { networkOptions, requestsFor, withCode } from "./nas/requests";
import { stackCli } from "./nas/stack-cli";
import { drawnPasswords, storedStack } from "./nas/stored-stack";

/**
 * `npm run nas -- <verb>`: the NAS tool. With `--stack`, the request is made from the settings and secrets of a stack, in
 * memory; without, it comes on standard input, as the program's own command sends it.
 */
async function main(): Promise<void> {
  const { stack, lun, instance, rest, verb, help } = operatorArguments(process.argv.slice(2));
  const surroundings = processSurroundings();
  if (stack === undefined || help) {
    runInProcess(rest, surroundings);
    return;
  }
  const root = join(__dirname, "..");
  const cli = await stackCli(root, stack, process.env, instance);
  const stored = await storedStack(cli, stack, root);
  const requests = await requestsFor(verb, lun, stored, (names) => drawnPasswords(cli, names));
  const input =
    verb === "login device" ? withCode(requests, await askCode(process.stdin)) : requests;
  runInProcess([...rest, ...networkOptions(verb, rest, stored.sections)], {
    ...surroundings,
    stdin: Readable.from([input]),
  });
}

main().catch((error: unknown) => {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes[error.kind];
});
