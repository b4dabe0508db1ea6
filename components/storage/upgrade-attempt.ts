/** What the state of the stack says, before this deployment, of the last replacement of the controller's pod. */
export interface LastRoll {
  /** Hash of the pod that the StatefulSet was last told to run; absent where there is none, or it does not say. */
  readonly pod?: string;
  /** Environment that the command before the replacement ran with last; absent where it never did. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What tells one attempt to replace the pod from another, in the environment of the command. */
export interface Attempt {
  /**
   * `<number> <hash of the pod that runs>`: another one as long as the command has done its work and the StatefulSet did
   * not follow, so that the command does it again. Empty until that happens.
   */
  readonly ATTEMPT: string;
  /** `true` where `jenkins.maintenance` keeps Jenkins stopped while the pod is replaced, else empty. */
  readonly MAINTENANCE: string;
}

/**
 * The attempt that this deployment is.
 *
 * What the command did last is no proof that the pod was replaced: the cluster may have refused it. Then the home has
 * changed since its snapshot, and the next deployment has to take another one. Nothing else may change these words:
 * switching the maintenance on or off replaces no pod, and is no change of the command.
 *
 * @param wanted hash of the pod that is wanted
 */
export function attemptOf(
  wanted: string,
  maintenance: boolean,
  { pod, environment = {} }: LastRoll,
): Attempt {
  const { POD_HASH: tried, ATTEMPT: attempt = "", MAINTENANCE: stopped = "" } = environment;
  const stranded = tried !== undefined && pod !== undefined && tried !== pod;
  const number = Number(/^\d+/.exec(attempt)?.[0] ?? 0);
  const now = maintenance ? "true" : "";
  return {
    ATTEMPT: stranded ? `${number + 1} ${pod}` : attempt,
    MAINTENANCE: stranded || tried !== wanted ? now : stopped,
  };
}
