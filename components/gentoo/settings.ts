import type { Architecture } from "../internal/node-affinity";

/** What the settings of a stack say about Gentoo: volumes that builds share, and what keeps them. */
export interface GentooSettings {
  /** A dated Gentoo stage3: it fills, updates and prunes, and builds run in it. */
  readonly image: string;
  /** What an empty volume is filled from: a signed snapshot of a mirror, or an image that holds a checked tree. */
  readonly fill: "webrsync" | "image";
  /** With the fill `image`: a dated `gentoo/portage`. */
  readonly portageImage?: string;
  readonly repository: GentooVolume;
  readonly binaryPackages: GentooVolume;
  /** @default - builds download what they need every time */
  readonly distfiles?: GentooVolume;
  /** @default - every build compiles anew */
  readonly compilerCache?: GentooVolume;
  /**
   * When the repository is updated, in UTC.
   *
   * @default - a minute between 02:00 and 05:59 that differs from stack to stack
   */
  readonly schedule?: string | undefined;
  readonly prune: PruneSettings;
  /**
   * SELinux level of everything that mounts the volumes.
   *
   * @default - the container runtime chooses one for each pod
   */
  readonly seLinuxLevel?: string;
  /**
   * The one node that everything with these volumes runs on: what a volume of a single node needs.
   *
   * @default - any node of the architecture
   */
  readonly node?: string;
  readonly arch: Architecture;
  /** @default - nobody outside the jobs namespace reads the volumes */
  readonly rsync?: RsyncSettings;
}

/** One of the volumes: a folder that the NAS exports, or a claim of a storage class. */
export interface GentooVolume {
  readonly export?: string;
  readonly storageClass?: string;
  readonly accessMode?: "ReadWriteMany" | "ReadWriteOnce";
  readonly size: string;
}

/** How long built packages and downloads are kept. */
export interface PruneSettings {
  /** When, in UTC: an hour without builds. */
  readonly schedule: string;
  /** Days after which a binary package goes, unless it is among the newest of its name. */
  readonly packageDays: number;
  /** How many of the newest binary packages of a name stay, whatever their age. */
  readonly keepNewest: number;
  /** Days after its download at which a distfile goes. */
  readonly distfileDays: number;
}

/** Machines outside that read the volumes over rsync. */
export interface RsyncSettings {
  /** An image with rsync 3.5.0 or newer, e.g. the stage3. */
  readonly image: string;
  /** Networks whose machines may read. */
  readonly networks: readonly string[];
  readonly service: "ClusterIP" | "LoadBalancer";
  /**
   * Fixed address of the load balancer.
   *
   * @default - the cluster chooses one
   */
  readonly address?: string;
  /**
   * Name or address by which the machines reach the Service.
   *
   * @default - the fixed address, else the name of the Service within the cluster
   */
  readonly host?: string;
  /** Whether binary packages are given to those alone who know the password. */
  readonly password: boolean;
  /** Most transfers at once. */
  readonly maxConnections: number;
  /** Seconds after which a silent client is let go. */
  readonly timeoutSeconds: number;
}
