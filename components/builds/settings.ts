import type { AgentResources } from "../internal/agent-template";
import type { Architecture } from "../internal/node-affinity";

/** Where builds keep what they want to find again: a LUN of the NAS, or a claim of a storage class. */
export interface BuildVolume {
  /** LUN of `storage.luns`; nothing else uses it. Either this or {@link storageClass}. */
  readonly lun?: string;
  readonly storageClass?: string;
  /** Size of the claim of a storage class. A LUN has its own. */
  readonly size?: string;
}

/** What the settings of a stack say about Buildroot. Equal to the section `buildroot`. */
export interface BuildrootSettings {
  /** Image with what Buildroot needs of its host, and Git. */
  readonly image: string;
  /** Volume of the label `buildroot`: one build at a time, whatever its job. */
  readonly volume: BuildVolume;
  /** Volumes for jobs that should not wait for others, by a name: their label is `buildroot-<name>`. */
  readonly workspaces: Readonly<Record<string, BuildVolume>>;
  /** Most room of the compiler's results on each volume. */
  readonly compilerCacheSize: string;
  /** Seconds a build waits for another one on the same volume. */
  readonly lockWaitSeconds: number;
  /** Requests and limits of the container that builds. */
  readonly resources: AgentResources;
  readonly arch: Architecture;
  /**
   * SELinux level of every pod with one of the volumes.
   *
   * @default - the container runtime chooses one for each pod
   */
  readonly seLinuxLevel?: string;
}

/** What the settings of a stack say about RPM packages. Equal to the section `packages`. */
export interface PackageSettings {
  /** Image that builds, signs and publishes: rpm-sign, GnuPG, createrepo_c, rsync, OpenSSH and a user 1000. */
  readonly image: string;
  readonly signing: SigningSettings;
  /** @default - nothing is published */
  readonly repository?: RepositorySettings;
  readonly resources: AgentResources;
  readonly arch: Architecture;
}

/** By which credentials packages are signed. */
export interface SigningSettings {
  /** Id of a credential of type `gpgKey`; its fingerprint is the only one that is accepted. */
  readonly key: string;
  /**
   * Id of the `secretText` that opens it.
   *
   * @default - the key has no passphrase
   */
  readonly passphrase?: string;
}

/** The Yum repository that packages are published to, over SSH. */
export interface RepositorySettings {
  readonly host: string;
  readonly port: number;
  /** Folder on the host. */
  readonly path: string;
  /** Id of a credential of type `sshKey`; its user owns the folder. */
  readonly credentials: string;
}

/** What of the section `credentials` this room reads. */
export type DescribedCredentials = Readonly<
  Record<
    string,
    { readonly type: string; readonly username?: string; readonly fingerprint?: string }
  >
>;
