import { execa } from "../execa";
import { join } from "node:path";

import { lockHolder } from "./lock";
import { endOrphans } from "./orphans";
import type { Engine } from "./pulumi";

/** What an interrupted run left and what was done about it. */
export interface Recovery {
  /** Sentences for the user, empty when nothing was interrupted. */
  readonly actions: readonly string[];
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
  if (!(await hasPendingCreates(engine))) return { actions, unrecorded: [] };
  const unrecorded = await findUnrecorded(engine, kubectl);
  if (unrecorded.length > 0) {
    actions.push(`adopting what was made but not recorded: ${unrecorded.join(", ")}`);
  }
  return { actions, unrecorded };
}

interface PendingState {
  readonly deployment: {
    readonly pending_operations?: readonly { readonly type: string }[];
  };
}

/** Whether the state says that a run was cut off while it created something. */
async function hasPendingCreates(engine: Engine): Promise<boolean> {
  const state = JSON.parse(await engine.expect(["stack", "export"])) as PendingState;
  return (state.deployment.pending_operations ?? []).some(({ type }) => type === "creating");
}

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

interface PreviewDocument {
  readonly steps?: readonly {
    readonly op: string;
    readonly newState?: { readonly type: string; readonly inputs?: KubernetesObject };
  }[];
}

/** Objects that the next run would create although the cluster has them. */
async function findUnrecorded(engine: Engine, kubectl: string): Promise<string[]> {
  const preview = JSON.parse(await engine.expect(["preview", "--json"])) as PreviewDocument;
  const planned = (preview.steps ?? [])
    .filter(({ op, newState }) => op === "create" && isCreatedByName(newState?.type))
    .map(({ newState }) => newState?.inputs)
    .filter((inputs) => inputs?.metadata?.name !== undefined);
  if (planned.length === 0) return [];

  const existing = await existingObjects(engine, kubectl, planned as KubernetesObject[]);
  const foreign = existing.filter(
    ({ metadata }) => metadata?.labels?.[partOf.label] !== partOf.value,
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

async function existingObjects(
  engine: Engine,
  kubectl: string,
  planned: readonly KubernetesObject[],
): Promise<KubernetesObject[]> {
  const identities = planned.map(({ apiVersion, kind, metadata }) => ({
    apiVersion,
    kind,
    metadata: { name: metadata?.name, namespace: metadata?.namespace },
  }));
  const { stdout } = await execa(
    kubectl,
    ["get", "--filename", "-", "--ignore-not-found", "--output", "json"],
    {
      input: JSON.stringify({ apiVersion: "v1", kind: "List", items: identities }),
      env: { KUBECONFIG: join(engine.instance.folder, "kubeconfig") },
    },
  );
  if (stdout.trim() === "") return [];
  const answer = JSON.parse(stdout) as KubernetesObject & { items?: KubernetesObject[] };
  return answer.items ?? [answer];
}

function describe({ kind, metadata }: KubernetesObject): string {
  const { name = "", namespace } = metadata ?? {};
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
