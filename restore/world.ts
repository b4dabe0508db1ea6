/** A snapshot of the LUN, as far as a restore needs to know it. */
export interface KnownSnapshot {
  readonly name: string;
  readonly uuid: string;
  readonly description: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

/** An initiator that is logged in to a target of the LUN. */
export interface LoggedIn {
  readonly iqn: string;
  readonly address: string;
}

/** What the stack remembers between two commands, by key; kept in the cluster, so that any machine can go on. */
export type CareData = Readonly<Record<string, string>>;

/** What a restore works on. Every call looks afresh, and every change may be made twice. */
export interface World {
  /** The controller that has the LUN mounted. */
  readonly controller: {
    /** How many pods it is to have; undefined when the stack has none yet. */
    readonly replicas: () => Promise<number | undefined>;
    readonly scale: (replicas: number) => Promise<void>;
    /** Names of the pods that are there, also of those that are on their way out. */
    readonly pods: () => Promise<readonly string[]>;
    /** Makes every start from now on a quiet one: Jenkins begins no build until it is told to. */
    readonly startQuietly: (reason: string) => Promise<void>;
  };
  readonly nas: {
    readonly snapshots: () => Promise<readonly KnownSnapshot[]>;
    readonly sessions: () => Promise<readonly LoggedIn[]>;
    /** Keeps the present in a locked snapshot `before-restore-…`, then sets the LUN back. Refused while in use. */
    readonly revert: (uuid: string) => Promise<{ readonly restoredAt: string }>;
  };
  readonly record: {
    readonly read: () => Promise<CareData>;
    /** Sets keys; undefined takes one away. */
    readonly write: (changes: Readonly<Record<string, string | undefined>>) => Promise<void>;
  };
  /** Lets some time pass; false when the patience is over. */
  readonly pause: () => Promise<boolean>;
  /** One line of progress for the operator. */
  readonly report: (line: string) => void;
}
