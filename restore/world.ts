/** A snapshot of the LUN, as far as a restore needs to know it. */
export interface KnownSnapshot {
  readonly name: string;
  readonly uuid: string;
  readonly description: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** Whether a restore took it, of what the LUN held then. */
  readonly present: boolean;
}

/** An initiator that is logged in to a target of the LUN. */
export interface LoggedIn {
  readonly iqn: string;
  readonly address: string;
}

/** A LUN as the NAS shows it, as far as it tells what a restore has done to it. */
export interface Condition {
  /** When it was last set back, in seconds since 1970; 0 = never. */
  readonly restoredTime: number;
  /** False while the NAS still works on it. */
  readonly settled: boolean;
  /** Targets that offer it, and whether they let initiators in. */
  readonly targets: readonly { readonly name: string; readonly enabled: boolean }[];
}

/** What the stack remembers between two commands, by key; kept in the cluster, so that any machine can go on. */
export type CareData = Readonly<Record<string, string>>;

/** What a restore works on. Every call looks afresh, and every change may be made twice. */
export interface World {
  /** The controller that has the LUN mounted. */
  readonly controller: {
    /** How many pods it is to have; undefined when the stack has none yet. */
    readonly replicas: () => Promise<number | undefined>;
    /** Changes with everything that is asked of the controller, a start above all; undefined when there is none. */
    readonly generation: () => Promise<number | undefined>;
    readonly scale: (replicas: number) => Promise<void>;
    /** Names of the pods that are there, also of those that are on their way out. */
    readonly pods: () => Promise<readonly string[]>;
    /** Makes every start from now on a quiet one: Jenkins begins no build until it is told to. */
    readonly startQuietly: (reason: string) => Promise<void>;
  };
  readonly nas: {
    readonly snapshots: () => Promise<readonly KnownSnapshot[]>;
    readonly sessions: () => Promise<readonly LoggedIn[]>;
    readonly condition: () => Promise<Condition>;
    /**
     * Keeps the present in a locked snapshot `before-restore-…`, then sets the LUN back. Refused while in use.
     *
     * @param open targets that let initiators in when the restore was begun, and are to do so again
     * @param writer what has written the present; undefined where nobody knows
     */
    readonly revert: (
      uuid: string,
      open: readonly string[],
      writer: string | undefined,
    ) => Promise<{ readonly restoredAt: string }>;
    /**
     * Grows the LUN to the size of the settings where a restore has set it back to a smaller one; shrinks nothing.
     *
     * @returns whether it was smaller
     */
    readonly grow: () => Promise<boolean>;
    /** Deletes the oldest of many snapshots `before-restore-…`, and none of these names. */
    readonly prune: (spared: readonly string[]) => Promise<void>;
  };
  readonly record: {
    readonly read: () => Promise<CareData>;
    /** Sets keys; undefined takes one away. Refused when somebody else has changed one of them since it was read. */
    readonly write: (changes: Readonly<Record<string, string | undefined>>) => Promise<void>;
  };
  /** Lets some time pass; false when the patience is over. */
  readonly pause: () => Promise<boolean>;
  /** One line of progress for the operator. */
  readonly report: (line: string) => void;
}
