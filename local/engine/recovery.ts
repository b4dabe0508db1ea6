import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, existingObjects, labelledObjects, type ObjectIdentity } from "./cluster-objects";
import { localStack } from "./environment";
import { lockHolder } from "./lock";
import { endOrphans } from "./orphans";
import type { Engine } from "./pulumi";

/** What an interrupted run left and what was done about it. */
export interface Recovery {
  /** Sentences for the user, empty when nothing was interrupted. */
  readonly actions: readonly string[];
  /** Whether the state holds operations that were never finished. */
  readonly interrupted: boolean;
  /**
   * Objects of this program that exist in the cluster but not in the state. One run has to adopt them;
   * they all carry the program's part-of label.
   */
  readonly unrecorded: readonly string[];
}

const partOf = { label: "app.kubernetes.io/part-of", value: "jenkins-stack" } as const;

/**
 * Prepares the stack for a run after one that was interrupted: cancels a lock whose process is dead, ends that
 * run's processes, and finds objects that were made but not recorded (P-07).
 *
 * @throws Error when a run is going on, or when an object that the next run would create exists without the
 *   program's label: adopting it could overwrite somebody else's object.
 */
export async function recover(engine: Engine, kubectl: string): Promise<Recovery> {
  const actions: string[] = [];
  const holder = await lockHolder(engine.instance);
  if (holder.state === "alive") {
    throw new Error(
      `stack local: another run holds it since ${holder.timestamp} ` +
        `(pid ${holder.pid} of ${holder.username} on ${holder.hostname}); wait for it to end`,
    );
  }
  if (holder.state === "dead") {
    const orphans = await endOrphans(engine.instance);
    await engine.expect(["cancel", "--yes"]);
    actions.push(
      `released the lock of the interrupted run (pid ${holder.pid})` +
        (orphans.length === 0 ? "" : ` and ended ${orphans.length} of its processes`),
    );
  }
  if (!(await mayBeUnfinished(engine)) || !hasPendingCreates(await exportState(engine))) {
    return { actions, interrupted: false, unrecorded: [] };
  }
  const unrecorded = await findUnrecorded(engine, kubectl);
  if (unrecorded.length > 0) {
    actions.push(`adopting what was made but not recorded: ${unrecorded.join(", ")}`);
  }
  return { actions, interrupted: true, unrecorded };
}

interface StackState {
  readonly deployment: {
    readonly resources?: readonly { readonly id?: string }[];
    readonly pending_operations?: readonly { readonly type: string }[];
  };
}

async function exportState(engine: Engine): Promise<StackState> {
  return JSON.parse(await engine.expect(["stack", "export"])) as StackState;
}

/**
 * Whether the state may hold operations that were never finished. Looks for the word in the backend's file, because the
 * CLI takes half a second to answer, at every deployment; what cannot be read there is left to the deployment to say.
 */
async function mayBeUnfinished({ instance }: Engine): Promise<boolean> {
  const file = join(instance.folder, "state/.pulumi/stacks/jenkins-stack", `${localStack}.json`);
  return (await readFile(file, "utf8").catch(() => "")).includes('"pending_operations"');
}

/** Whether the state says that a run was cut off while it created something. */
function hasPendingCreates({ deployment }: StackState): boolean {
  return (deployment.pending_operations ?? []).some(({ type }) => type === "creating");
}

/**
 * Ends a recovery after the run that followed it: the engine itself would carry what was pending from state to
 * state for ever, and with it the leave to adopt.
 *
 * @returns sentences about objects that no state knows, because their names were made up by the killed run
 */
export async function forgetInterruption(engine: Engine, kubectl: string): Promise<string[]> {
  const state = await exportState(engine);
  const deployment = { ...state.deployment, pending_operations: [] };
  await engine.expect(["stack", "import"], { input: JSON.stringify({ ...state, deployment }) });
  const known = new Set((deployment.resources ?? []).map(({ id }) => id));
  const ours = await labelledObjects({ instance: engine.instance, kubectl }, partOf);
  return ours
    .filter(({ metadata }) => !known.has(`${metadata.namespace ?? ""}/${metadata.name}`))
    .map((object) => `${describe(object)} was left over and is used by nobody; remove it by hand`);
}

interface PreviewDocument {
  readonly steps?: readonly {
    readonly op: string;
    readonly newState?: { readonly type: string; readonly inputs?: ObjectIdentity };
  }[];
}

/** Objects that the next run would create although the cluster has them. */
async function findUnrecorded(engine: Engine, kubectl: string): Promise<string[]> {
  const preview = JSON.parse(await engine.expect(["preview", "--json"])) as PreviewDocument;
  const planned = (preview.steps ?? [])
    .filter(({ op, newState }) => op === "create" && isCreatedByName(newState?.type))
    .flatMap(({ newState }) => newState?.inputs ?? [])
    .filter(({ metadata }) => metadata?.name !== undefined);
  if (planned.length === 0) return [];

  const existing = await existingObjects({ instance: engine.instance, kubectl }, planned);
  const foreign = existing.filter(
    ({ metadata }) => metadata.labels?.[partOf.label] !== partOf.value,
  );
  if (foreign.length > 0) {
    throw new Error(
      foreign
        .map(
          (object) =>
            `${describe(object)}: expected label ${partOf.label}=${partOf.value} on an object that an ` +
            "interrupted run may have made, got none; it belongs to somebody else: remove or rename it",
        )
        .join("\n"),
    );
  }
  return existing.map(describe).sort();
}

/** Patch kinds apply to an object whoever made it, so they never meet "already exists". */
function isCreatedByName(type: string | undefined): boolean {
  return type?.startsWith("kubernetes:") === true && !type.endsWith("Patch");
}
