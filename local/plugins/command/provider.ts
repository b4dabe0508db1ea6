import { randomBytes } from "node:crypto";

import { version } from "@pulumi/command/package.json";

import type { OperationContext, Provider } from "../rpc/provider";
import { reveal, unknown, type Properties } from "../rpc/values";

import { difference } from "./diff";
import { plainInputs, problems, withDefaults } from "./inputs";
import { runCommand, type CommandOutput } from "./run";

const resourceType = "command:local:Command";
const runToken = "command:local:run";

/**
 * Offline stand-in for the official `command` plugin: `local.Command` and `local.run`.
 *
 * Follows the official plugin where it can hurt: an update without `update` runs `create` again, `triggers`
 * always replace, `delete` runs with what is in state, `stdout` and `stderr` are no secrets even where the
 * inputs are, and there is nothing a refresh could read. Collecting files (`assetPaths`, `archivePaths`) and
 * `command:remote:*` are refused.
 */
export const commandProvider: Provider = {
  name: "command",
  version,

  check: ({ type, news }) => {
    refuseOthers(type, resourceType);
    return Promise.resolve({ inputs: withDefaults(news), failures: problems("resource", news) });
  },

  diff: ({ oldInputs, news }) => Promise.resolve(difference(oldInputs, news)),

  create: async ({ name, inputs, preview, timeoutSeconds, ...context }) => {
    const id = `${name}${randomBytes(4).toString("hex")}`;
    if (preview) return { id, outputs: { ...inputs, ...undecided } };
    const { create } = plainInputs(inputs);
    const output = await run(create, inputs, context, { timeoutSeconds });
    return { id, outputs: { ...inputs, ...collected(inputs), ...output } };
  },

  // There is no way to look at what a command did: whatever is in state is taken to be so.
  read: ({ id, inputs, state }) => Promise.resolve({ id, inputs, outputs: state }),

  update: async ({ olds, news, preview, timeoutSeconds, ...context }) => {
    if (preview) return { ...news, ...undecided };
    const { create, update } = plainInputs(news);
    const previous = outputOf(olds);
    const output = await run(update ?? create, news, context, { previous, timeoutSeconds });
    return { ...news, ...collected(news), ...output };
  },

  delete: async ({ olds, timeoutSeconds, ...context }) => {
    const command = plainInputs(olds).delete;
    await run(command, olds, context, { previous: outputOf(olds), timeoutSeconds });
  },

  invoke: async (token, args, context) => {
    refuseOthers(token, runToken);
    const failures = problems("invoke", args).map(
      ({ property, reason }) => `${property}: ${reason}`,
    );
    if (failures.length > 0) throw new Error(failures.join("\n"));
    const output = await run(
      reveal(args["command"] ?? null) as string | undefined,
      args,
      context,
      {},
    );
    return { ...withDefaults(args), ...collected(args), ...output };
  },
};

const undecided: Properties = { stdout: unknown, stderr: unknown };

/** Without a command line nothing runs and the previous output stays. */
async function run(
  command: string | undefined,
  properties: Properties,
  context: OperationContext,
  options: { previous?: CommandOutput; timeoutSeconds?: number },
): Promise<Properties> {
  if (command === undefined) return { ...(options.previous ?? { stdout: "", stderr: "" }) };
  return { ...(await runCommand(command, plainInputs(properties), context, options)) };
}

/** Paths are checked to be none, and a program that asks for assets gets an empty answer. */
function collected(inputs: Properties): Properties {
  return inputs["assetPaths"] === undefined ? {} : { assets: {} };
}

function outputOf(state: Properties): CommandOutput {
  const { stdout, stderr } = reveal(state) as Properties;
  return {
    stdout: typeof stdout === "string" ? stdout : "",
    stderr: typeof stderr === "string" ? stderr : "",
  };
}

function refuseOthers(token: string, supported: string): void {
  if (token !== supported) {
    throw new Error(`${token}: not supported by the offline plugin; it only has ${supported}`);
  }
}
