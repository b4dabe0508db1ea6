import assert from "node:assert/strict";

import { localStack } from "../../../local/engine/environment";
import { findOrphans, signal } from "../../../local/engine/orphans";
import type { Platform } from "../../../local/up";
import { until } from "./platform";

/** Starts an up, waits for a moment in it, and kills the CLI, alone or with its plugins and commands. */
export async function killUpAt(
  here: Platform,
  what: string,
  moment: () => Promise<true | undefined>,
  { alone }: { readonly alone: boolean },
): Promise<void> {
  let pid: number | undefined;
  const run = here.engine.run(
    ["up", "--yes", "--skip-preview", "--stack", localStack, "--non-interactive"],
    { onStart: (started) => (pid = started) },
  );
  try {
    await Promise.race([
      until(what, moment, 120_000),
      run.then(({ output }) => assert.fail(output)),
    ]);
  } finally {
    if (pid !== undefined) signal(pid, "SIGKILL");
    if (!alone) await killOrphans(here);
  }
  await run;
}

/** Kills what a killed run has left. */
export async function killOrphans({ instance }: Platform): Promise<void> {
  for (const { pid } of await findOrphans(instance)) signal(pid, "SIGKILL");
}
