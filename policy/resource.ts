/** What an update is going to do to a resource. */
export type Operation = "create" | "update" | "replace" | "delete" | "same" | "read" | "import";

/** One resource as a policy sees it: from a preview, from a state or from mocks. */
export interface PolicyResource {
  /** Full URN, which names it in findings. */
  readonly urn: string;
  /** Type token, e.g. `kubernetes:core/v1:PersistentVolume`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Inputs; what is secret may be masked as `[secret]` or wrapped as Pulumi stores it, and is never shown. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Whether Pulumi refuses to delete or replace it. */
  readonly protect: boolean;
  /** Whether deleting it here leaves the real one alone. */
  readonly retainOnDelete: boolean;
  /**
   * What is going to happen to it. Of a deletion the rest is the old state, of a replacement the new one.
   *
   * @default - unknown: only a state was looked at
   */
  readonly operation?: Operation;
}
