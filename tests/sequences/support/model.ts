/** Bytes of the LUN that stand for the builds of a Jenkins: one number a block of four KiB. */
export type Data = readonly number[];

export const blocks = 16;
export const blockSize = 4096;

/** How many snapshots of upgrades the settings keep. */
export const retention = 3;

/** How many of what restores have replaced are kept at least. */
export const leastReplaced = 5;

/** A snapshot that must be on the NAS, with what it must hold. */
export interface Kept {
  readonly name: string;
  /** Absent where a kill left it open. */
  readonly data?: Data;
  /** Release that ran when it was taken. */
  readonly release: number;
}

/** What a stack and its data must be after any sequence of actions. */
export interface Model {
  /** Number of the Jenkins release; 0 is the one a stack begins with. */
  release: number;
  /** Size of the LUN in GiB. */
  gib: number;
  data: Data;
  /** Snapshots before upgrades that retention has left, the oldest first. */
  upgrades: readonly Kept[];
  /** What restores have replaced, the oldest first; of a restore that was killed, only the first is known. */
  replaced: readonly Kept[];
  /** Snapshots that are not the stack's to delete, by uuid: of the NAS's schedule, and of people. */
  others: readonly string[];
  /** Whether a deployment was killed, and what it may have left behind has not been removed. */
  killed: boolean;
}

/** The model of a stack that has just been made. */
export function beginning(): Model {
  return {
    release: 0,
    gib: 1,
    data: Array.from({ length: blocks }, () => 0),
    upgrades: [],
    replaced: [],
    others: [],
    killed: false,
  };
}

/** Image of a release: three of each line of long-term support, which begin twelve weeks apart. */
export function imageOf(release: number): string {
  const line = 580 + 12 * Math.floor(release / 3);
  return `docker.io/jenkins/jenkins:2.${line}.${(release % 3) + 1}-jdk21`;
}

/** The content of the LUN that stands for the data. */
export function contentOf(data: Data): Buffer {
  const content = Buffer.alloc(blocks * blockSize);
  data.forEach((stamp, block) => content.fill(stamp, block * blockSize, (block + 1) * blockSize));
  return content;
}
