import { differences, type Difference } from "./changes";
import { forcesReplacement } from "./replacement";

/** What the engine does to a resource; a replacement is one step. */
export type Operation = "create" | "update" | "replace" | "delete" | "read" | "same" | "import";

/** A resource at one point in time. */
export interface ResourceState {
  readonly urn: string;
  /** Type token, e.g. `kubernetes:core/v1:PersistentVolume`. */
  readonly type: string;
  /** Inputs with secrets masked as `[secret]` and what is not known yet as `[unknown]`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** One value of a resource that changes. */
export interface Change extends Difference {
  /** Whether the resource is replaced for it. */
  readonly forcesReplacement: boolean;
}

/** One step of a run: what becomes of one resource. */
export interface Step {
  readonly operation: Operation;
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Absent when there was no such resource. */
  readonly before?: ResourceState;
  /** Absent when there will be none. */
  readonly after?: ResourceState;
  /** By path. Of a resource that is made or removed there are none. */
  readonly changes: readonly Change[];
}

/** What the engine alone knows about a step. */
export interface Verdicts {
  readonly operation: Operation;
  /** Paths that it found changed, and whether each of them forces a replacement. */
  readonly changed: Readonly<Record<string, boolean>>;
}

/**
 * The step between two states of one resource.
 *
 * @param secretsChanged paths of values that differ although both are shown as `[secret]`
 * @throws Error when there is neither state
 */
export function stepBetween(
  before: ResourceState | undefined,
  after: ResourceState | undefined,
  secretsChanged: readonly string[] = [],
): Step {
  const { type } = eitherOf(before, after);
  const immutable = before?.inputs["immutable"] === true;
  const changed = Object.fromEntries(
    secretsChanged.map((path) => [path, forcesReplacement(type, path, immutable)]),
  );
  const changes = changesBetween(before, after, changed, (path) =>
    forcesReplacement(type, path, immutable),
  );
  return stepOf(before, after, operationOf(before, after, changes), changes);
}

/** The step that the engine has announced. */
export function announcedStep(
  before: ResourceState | undefined,
  after: ResourceState | undefined,
  { operation, changed }: Verdicts,
): Step {
  const changes = changesBetween(before, after, changed, (path) => changed[path] ?? false);
  return stepOf(before, after, operation, changes);
}

/** Types of a resource's parents, outermost first, as its URN has them. */
export function parentTypes(urn: string): string[] {
  const [, , types = ""] = urn.split("::");
  return types.split("$").slice(0, -1);
}

/** Logical name, which may itself hold `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function stepOf(
  before: ResourceState | undefined,
  after: ResourceState | undefined,
  operation: Operation,
  changes: readonly Change[],
): Step {
  const { urn, type } = eitherOf(before, after);
  return {
    ...{ operation, urn, type, name: nameOf(urn), changes },
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function eitherOf(
  before: ResourceState | undefined,
  after: ResourceState | undefined,
): ResourceState {
  const state = after ?? before;
  if (state === undefined) throw new Error("step: expected a state before or after, got neither");
  return state;
}

function changesBetween(
  before: ResourceState | undefined,
  after: ResourceState | undefined,
  announced: Readonly<Record<string, boolean>>,
  forces: (path: string) => boolean,
): Change[] {
  if (before === undefined || after === undefined) return [];
  const seen: Change[] = differences(before.inputs, after.inputs).map((difference) => ({
    ...difference,
    forcesReplacement: forces(difference.path),
  }));
  // Values that are masked on both sides differ only to whoever has seen them.
  const unseen = Object.entries(announced)
    .filter(([path]) => !seen.some((change) => overlaps(change.path, path)))
    .map(([path, forcing]) => ({ path, forcesReplacement: forcing }));
  const options = (["protect", "retainOnDelete"] as const)
    .filter((option) => before[option] !== after[option])
    .map((option) => ({
      ...{ path: `(${option})`, before: before[option], after: after[option] },
      forcesReplacement: false,
    }));
  return [...seen, ...unseen, ...options].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether one of two paths is, or leads to, the other. */
function overlaps(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return (
    long.startsWith(short) &&
    (long.length === short.length || /[.[]/.test(long[short.length] ?? ""))
  );
}

function operationOf(
  before: ResourceState | undefined,
  after: ResourceState | undefined,
  changes: readonly Change[],
): Operation {
  if (before === undefined) return "create";
  if (after === undefined) return "delete";
  if (changes.some(({ forcesReplacement: forcing }) => forcing)) return "replace";
  return changes.length > 0 ? "update" : "same";
}
