/** What happens when the controller's pod is replaced. */
export interface UpgradeSettings {
  /** What keeps the home as it was. */
  readonly snapshot: SnapshotSettings;
  /** Which of these snapshots are kept: those that are among the newest and not too old, and the newest in any case. */
  readonly retention: { readonly count: number; readonly days: number };
  /** How the machine that deploys reaches Jenkins. */
  readonly jenkins: {
    /** By `jenkins.url`, by its Service from inside the cluster, or not at all. */
    readonly through: "address" | "service" | "nothing";
    /** Why not; given exactly with `nothing`. */
    readonly reason?: string;
    /** PEM file of the authority that signed Jenkins' certificate, relative to the project. */
    readonly certificateAuthority?: string;
  };
  /** How Jenkins is made quiet first. */
  readonly quietDown: {
    readonly enabled: boolean;
    /** Whether to wait for builds that a restart would lose. */
    readonly wait: boolean;
    /** Longest wait. */
    readonly minutes: number;
    /** What users read meanwhile. */
    readonly message: string;
    readonly whenBusy: "stop" | "continue";
    readonly whenUnreachable: "stop" | "continue";
  };
  /** How long Jenkins may take afterwards until it lets users log in. */
  readonly check: { readonly minutes: number };
  /** Steps back that are permitted, e.g. `jenkins 2.580.2 -> 2.580.1`. */
  readonly allowDowngrade: readonly string[];
}

/** What takes the snapshot. */
export interface SnapshotSettings {
  /** The NAS, an HTTP request, a command of one's own, or nothing. */
  readonly target: "synology" | "http" | "command" | "none";
  /** Why there is none; given exactly with `none`. */
  readonly reason?: string;
  /** Given exactly with `http`. */
  readonly http?: SnapshotHttpSettings;
  /** Given exactly with `command`. */
  readonly command?: {
    /** Program and arguments, run without a shell in the project's folder. */
    readonly argv: readonly string[];
    readonly timeoutSeconds: number;
  };
}

/** A request that takes a snapshot; `{name}` and `{description}` stand for the snapshot's. */
export interface SnapshotHttpSettings {
  readonly url: string;
  readonly method: "POST" | "PUT";
  /** JSON. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Header whose value is the secret `upgradeToken`. */
  readonly secretHeader?: string;
  /** Statuses that mean that it was taken. */
  readonly statuses: readonly number[];
  /** Statuses that mean that there is one of this name already. */
  readonly existsStatuses: readonly number[];
  readonly certificateAuthority?: string;
  /** Longest wait for an answer, and for what `poll` looks for. */
  readonly timeoutSeconds: number;
  /** A page that contains a text as soon as the snapshot is complete. */
  readonly poll?: { readonly url: string; readonly contains: string };
}

/** A locked snapshot on the NAS, behind a Jenkins that was made quiet. */
export const plainUpgrades: UpgradeSettings = {
  snapshot: { target: "synology" },
  retention: { count: 10, days: 180 },
  jenkins: { through: "address" },
  quietDown: {
    enabled: true,
    wait: true,
    minutes: 30,
    message: "Jenkins is about to be upgraded",
    whenBusy: "stop",
    whenUnreachable: "stop",
  },
  check: { minutes: 20 },
  allowDowngrade: [],
};
