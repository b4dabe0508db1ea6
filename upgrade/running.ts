import { previousRecord, recordOf, type Environment, type UpgradeRecord } from "./record";

/** What is to happen to the pod. */
export interface Roll {
  /** What runs, as far as it is known: the last record, or the one before where the pod did not follow. */
  readonly before: UpgradeRecord | undefined;
  readonly after: UpgradeRecord;
  /** What the stack is to remember where the pod stays as it is; nothing where it is replaced. */
  readonly stays: UpgradeRecord | undefined;
}

/**
 * Compares what is wanted with what runs. The last record says what was about to run: where the environment tells of an
 * attempt that it does not know, the StatefulSet did not follow, and what runs is what the state of the stack says.
 */
export function rollIn(environment: Environment, now: Date): Roll {
  const recorded = previousRecord(environment);
  const { ATTEMPT: attempt = "" } = environment;
  const after = { ...recordOf(environment, now), ...(attempt !== "" && { attempt }) };
  if (attempt === (recorded?.attempt ?? "")) {
    const same = recorded?.podHash === after.podHash;
    return { before: recorded, after, stays: same ? recorded : undefined };
  }
  const [, running] = attempt.split(" ");
  const before = recorded?.before?.podHash === running ? recorded?.before : recorded;
  if (running !== after.podHash) return { before, after, stays: undefined };
  // Written anew, so that Jenkins is looked at: the attempt may have left it quiet.
  return { before, after, stays: { ...before, ...after } };
}
