import * as pulumi from "@pulumi/pulumi";

import { readSections } from "./read";
import { secretsOf } from "./secrets";
import type { Settings } from "./settings";
import { storedConfig } from "./stored-config";

/**
 * Reads the settings of the running stack.
 *
 * Pulumi's own `Config.require` is not used: on a missing key it takes twenty seconds to say so offline.
 *
 * @param root folder that paths in the settings are relative to; default the working folder, where Pulumi starts the
 *   program and its plugins
 * @throws a `RunError`, which ends the program with the message alone, listing every problem
 */
export function loadSettings(root = process.cwd()): Settings {
  const config = storedConfig();
  const reading = readSections(config, root);
  if (reading.sections === undefined)
    throw new pulumi.RunError(report(config.stack, reading.problems));
  return { ...reading.sections, secrets: secretsOf(config, reading.sections) };
}

function report(stack: string, problems: readonly string[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`invalid settings of stack ${stack}: ${count}`, ...problems].join("\n");
}
