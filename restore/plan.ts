import type { Progress } from "./progress";
import type { KnownSnapshot, LoggedIn } from "./world";

/** What is wanted of a restore. */
export interface Wanted {
  readonly stack: string;
  /** Name of the LUN on the NAS. */
  readonly lun: string;
  readonly snapshot: KnownSnapshot;
  /** Name of the snapshot that keeps the present. */
  readonly keptAs: string;
  /** Whether the LUN is the Jenkins home in use, so that the controller has to stop; others have pods of their own. */
  readonly isHome: boolean;
  /** Whether `jenkins.maintenance` keeps the controller stopped. */
  readonly maintenance: boolean;
  /** What the controller runs, in words for the snapshot of what it has written; absent for other LUNs. */
  readonly runs?: string;
  /**
   * What the snapshot was taken under, unless that is what would start now: a newer Jenkins or plugin would at once rewrite
   * the home that was just set back. Absent when the two are equal, and when no upgrade lies between them.
   */
  readonly takenUnder?: TakenUnder;
}

/** How the Jenkins that a snapshot was taken under differs from the one that would start. */
export interface TakenUnder {
  /** Its image, or `unknown`; absent when it is the same one. */
  readonly image?: string;
  /** Whether its plugins were others, or nobody knows; absent when they are the same. */
  readonly plugins?: "other" | "unknown";
}

/** Stands for the image of a snapshot whose next upgrade has been forgotten. */
export const unknownImage = "unknown";

/** What there is when a restore begins, or goes on. */
export interface Present {
  readonly replicas: number | undefined;
  readonly pods: readonly string[];
  readonly sessions: readonly LoggedIn[];
  readonly progress: Progress | undefined;
  /** Why the restore that was begun has ended all the same; absent unless it has. */
  readonly over?: string;
}

/** One step of a restore. */
export interface Step {
  readonly text: string;
  /** True when there is nothing to do any more. */
  readonly done: boolean;
}

/** How the controller is left: started, or stopped for a reason. */
export type Ending = { readonly starts: true } | { readonly starts: false; readonly why: string };

/** The steps of a restore, those that an earlier run has done included. Pure: the same for a look and for the run. */
export function planOf(wanted: Wanted, present: Present): readonly Step[] {
  const { lun, snapshot, isHome, keptAs } = wanted;
  const { replicas, pods, sessions, progress, over } = present;
  if (over !== undefined)
    return [
      { text: `count the restore of ${progress?.restoredAt ?? ""} as ended: ${over}`, done: false },
    ];
  const reverted = progress?.restoredAt !== undefined;
  const users = [...(isHome ? pods : []), ...sessions.map(({ address }) => address)];
  const stop = {
    text: "stop the controller: StatefulSet jenkins to 0 replicas",
    done: reverted || (replicas ?? 0) === 0,
  };
  const free = {
    text: `wait until ${isHome ? "its pod is gone and " : ""}no initiator is logged in${users.length > 0 ? `; now: ${users.join(", ")}` : ""}`,
    done: reverted || users.length === 0,
  };
  const ending = endingOf(wanted, present);
  return [
    ...(isHome ? [stop] : []),
    free,
    {
      text: `keep the present of LUN ${lun} in a locked snapshot ${keptAs}`,
      done: reverted,
    },
    {
      text: `set LUN ${lun} back to snapshot ${snapshot.name} of ${snapshot.createdAt}`,
      done: reverted,
    },
    { text: `grow LUN ${lun} again where it was smaller then`, done: false },
    ...(isHome
      ? [
          ending.starts
            ? { text: "start the controller quietly: no build begins", done: false }
            : {
                text: `leave the controller stopped: ${ending.why}; its next start is a quiet one`,
                done: false,
              },
        ]
      : []),
  ];
}

/** How a restore leaves the controller. */
export function endingOf(
  { maintenance, takenUnder }: Wanted,
  { replicas, progress }: Pick<Present, "replicas" | "progress">,
): Ending {
  if (maintenance) return { starts: false, why: "jenkins.maintenance is true" };
  if (takenUnder !== undefined)
    return { starts: false, why: `${wordsOf(takenUnder)}; what would start is not that` };
  // One that somebody has started since a run was cut off ran before this one.
  if (progress?.starts !== true && (replicas ?? 0) === 0)
    return { starts: false, why: "it was stopped before" };
  return { starts: true };
}

function wordsOf({ image, plugins }: TakenUnder): string {
  if (image === unknownImage) return "the snapshot is of a Jenkins that nobody knows";
  if (image !== undefined) return `the snapshot is of ${image}`;
  return plugins === "other"
    ? "the snapshot is of other plugins"
    : "the snapshot is of plugins that nobody knows";
}

/** The plan for people, one numbered line a step. */
export function planText(steps: readonly Step[]): string {
  return steps
    .map(({ text, done }, index) => `  ${index + 1}. ${text}${done ? " (nothing to do)" : ""}`)
    .join("\n");
}
