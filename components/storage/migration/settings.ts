/**
 * How far a migration goes, in the order of use. Each is one Job, and only that of the phase exists.
 *
 * - `check`: looks at both volumes, writes to none.
 * - `precopy`: copies while Jenkins runs; what changes meanwhile comes with the next phase.
 * - `copy`: copies the rest with Jenkins stopped, and compares every byte.
 * - `switch`: lets Jenkins start on the new home, if that is what was compared.
 */
export type MigrationPhase = "check" | "precopy" | "copy" | "switch";

/** The volume a home comes from. */
export interface OldHome {
  /** Claim in the controller's namespace: a pod mounts no other namespace's. */
  readonly claim: string;
  /**
   * Folder of the volume that is the Jenkins home.
   *
   * @default - the volume's top folder
   */
  readonly path?: string;
  /**
   * Labels of the pods that use the claim: the hot copy has to be on their node, the last one waits until they are gone.
   *
   * @default - the claim is one of this stack's own
   */
  readonly podLabels?: Readonly<Record<string, string>>;
}

/** What the settings say about a migration. */
export interface MigrationSettings {
  readonly from: OldHome;
  readonly phase: MigrationPhase;
  /** Image with rsync, GNU find and a shell, with an exact tag. */
  readonly image: string;
  /** Most hours that a copy may take. */
  readonly hours: number;
}
