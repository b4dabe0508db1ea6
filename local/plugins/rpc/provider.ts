import type { Properties } from "./values";

/** Whether a resource changed and, if so, whether it must be replaced. */
export interface Diff {
  readonly changed: boolean;
  /** Property paths that force a replacement, as the engine prints them (`spec.iscsi`). */
  readonly replaces?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  /** What the engine shows in a preview, by property path. */
  readonly detailed?: Readonly<Record<string, PropertyDiffKind>>;
}

export type PropertyDiffKind =
  "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

/** One property that a check refuses; the engine prints path and reason. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface CheckResult {
  readonly inputs: Properties;
  readonly failures?: readonly CheckFailure[];
}

/** What work for the engine may use while it lasts. */
export interface OperationContext {
  /** Prints a line beside the resource, or beside the stack. `infoStatus` lines are transient progress. */
  readonly log: (severity: Severity, message: string) => void;
  /** Aborted when the engine cancels the operation. */
  readonly cancelled: AbortSignal;
}

/** What every request about one resource carries. */
export interface ResourceRequest extends OperationContext {
  readonly urn: string;
  /** Type token, e.g. `kubernetes:core/v1:ConfigMap`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
}

export type Severity = "debug" | "info" | "infoStatus" | "warning" | "error";

/**
 * A resource plugin, in terms of plain property maps.
 *
 * `olds` are the outputs in state, `oldInputs` the inputs recorded beside them. A timeout of 0 seconds
 * means that the user set none (customTimeouts).
 */
export interface Provider {
  /** Package name, e.g. `kubernetes`; the executable is `pulumi-resource-<name>`. */
  readonly name: string;
  /** Version without "v"; equals the npm package's. */
  readonly version: string;

  checkConfig?(request: { urn: string; olds: Properties; news: Properties }): Promise<CheckResult>;
  diffConfig?(request: {
    urn: string;
    olds: Properties;
    oldInputs: Properties;
    news: Properties;
  }): Promise<Diff>;
  configure?(inputs: Properties): Promise<void>;
  invoke?(token: string, args: Properties, context: OperationContext): Promise<Properties>;

  check(
    request: ResourceRequest & { olds: Properties; news: Properties; randomSeed: Buffer },
  ): Promise<CheckResult>;
  diff(
    request: ResourceRequest & {
      id: string;
      olds: Properties;
      oldInputs: Properties;
      news: Properties;
      ignoreChanges: readonly string[];
    },
  ): Promise<Diff>;
  create(
    request: ResourceRequest & { inputs: Properties; preview: boolean; timeoutSeconds: number },
  ): Promise<{ id: string; outputs: Properties }>;
  /** The live object, or `undefined` when it is gone. `inputs` are empty for an import or a `get`. */
  read(
    request: ResourceRequest & { id: string; inputs: Properties; state: Properties },
  ): Promise<{ id: string; inputs: Properties; outputs: Properties } | undefined>;
  update(
    request: ResourceRequest & {
      id: string;
      olds: Properties;
      oldInputs: Properties;
      news: Properties;
      preview: boolean;
      timeoutSeconds: number;
      ignoreChanges: readonly string[];
    },
  ): Promise<Properties>;
  delete(
    request: ResourceRequest & {
      id: string;
      olds: Properties;
      oldInputs: Properties;
      timeoutSeconds: number;
    },
  ): Promise<void>;
}

/**
 * The object exists but did not become ready. The engine records it in state with these reasons, so that
 * the next `up` sees it instead of failing on "already exists".
 */
export class InitializationFailed extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly inputs: Properties,
    readonly outputs: Properties,
    readonly reasons: readonly string[],
  ) {
    super(message);
  }
}
