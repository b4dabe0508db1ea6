import type { Target } from "../dsm/targets";
import { Failure } from "../failure";

/**
 * One line for each initiator that is logged in. DSM would go on all the same, and take the LUN away under its file
 * system.
 */
export function sessionLines(targets: readonly Target[]): string[] {
  return targets.flatMap(({ name, sessions }) =>
    sessions.map(
      ({ iqn, address }) =>
        `target ${JSON.stringify(name)}: expected no initiator to be logged in, got ${JSON.stringify(iqn)} from ${JSON.stringify(address)}; ` +
        "stop the pods that use it and wait until their node has logged out",
    ),
  );
}

/** @throws Failure `refused` while initiators are logged in to one of the targets */
export function refuseSessions(targets: readonly Target[]): void {
  const lines = sessionLines(targets);
  if (lines.length > 0)
    throw new Failure("refused", [...lines, "nothing was done to the LUN"].join("\n"));
}
