import { join } from "node:path";
import { z } from "zod";
import {
  endProcess,
  readJson,
  requirePorts,
  runningProcess,
  stopProcess,
  writeJson,
  type Instance,
} from "../instance";
import type { Toolchain } from "../toolchain";
import {
  adoptComponents,
  clusterFolder,
  clusterProcesses,
  components,
  deadComponents,
  restartComponents,
  type Component,
} from "./components";
import { createCluster, discardCluster } from "./create";
import { apiserverReady, controlPlaneReady, lastWords, timeoutMs, until } from "./health";
import { writeKubeconfig } from "./kubeconfig";
import { ensureNodes, kubectl } from "./nodes";

/** What runs of a cluster. */
export interface ClusterState {
  /** Pid of each component; undefined when it does not run. */
  readonly pids: Readonly<Record<Component, number | undefined>>;
  /** Whether the API server answers that it is ready. */
  readonly ready: boolean;
}

/** Written once a cluster has been ready; what is there without it is an interrupted creation. */
const markerSchema = z.object({ folder: z.string() });

const markerPath = (instance: Instance): string => join(clusterFolder(instance), "created.json");

const clusterPorts = [
  "etcd",
  "etcdPeer",
  "apiserver",
  "controllerManager",
  "scheduler",
  "kwok",
] as const;

/** Restarts what has crashed until everything runs and answers: a component may still be falling. */
async function heal(
  instance: Instance,
  tools: Toolchain,
  report: (text: string) => void,
): Promise<void> {
  let dead: Component[] = [];
  await until(
    async () => {
      dead = await deadComponents(instance);
      if (dead.length > 0) report(`starting ${dead.join(", ")}`);
      // The others give up when the API server is not there soon after their start.
      const base: readonly Component[] = dead.filter(
        (name) => name === "etcd" || name === "kube-apiserver",
      );
      await restartComponents(instance, tools, base);
      if (!(await apiserverReady(instance))) return false;
      await restartComponents(
        instance,
        tools,
        dead.filter((name) => !base.includes(name)),
      );
      return (await controlPlaneReady(instance)) && (await deadComponents(instance)).length === 0;
    },
    async () => {
      const named: readonly Component[] = dead.length > 0 ? dead : ["kube-apiserver"];
      const words = await Promise.all(named.map((name) => lastWords(instance, name)));
      return `cluster: expected it to be ready within ${timeoutMs / 1000} s, got no answer from ${words.join("\n")}`;
    },
  );
}

/**
 * Starts the cluster: real control plane, kwok for the nodes, detached from the caller. Starting twice
 * changes nothing; what has crashed is started again on its data; what an interrupted creation left is
 * discarded. Returns when pods can be scheduled on every node and service accounts exist.
 *
 * @throws when a port is taken by somebody else (named), when the folder was moved, or when the cluster
 *   is not ready within 90 s
 */
export async function startCluster(
  instance: Instance,
  tools: Toolchain,
  report: (text: string) => void = () => undefined,
): Promise<void> {
  const created = markerSchema.safeParse(await readJson(markerPath(instance)).catch(() => 0)).data;
  if (created !== undefined && created.folder !== instance.folder) {
    const [was, is] = [created.folder, instance.folder].map((folder) => JSON.stringify(folder));
    throw new Error(
      `cluster: expected its folder to stay ${was}, got ${is}; run npm run down, then npm run up`,
    );
  }
  if (created === undefined) await discardCluster(instance);
  await adoptComponents(instance);
  await requirePorts(instance, clusterPorts);
  if (created === undefined) {
    report("creating the cluster");
    await createCluster(instance, tools);
    await adoptComponents(instance);
  }
  await heal(instance, tools, report);
  await writeKubeconfig(instance);
  report("waiting for the nodes");
  const account = [
    "get",
    "serviceaccount",
    "default",
    "-n",
    "default",
    "--ignore-not-found",
    "-o",
    "name",
  ];
  await until(
    async () => {
      const [nodes, found] = await Promise.all([
        ensureNodes(instance, tools),
        kubectl(instance, tools, account),
      ]);
      return nodes && found !== "";
    },
    async () =>
      `cluster: expected its nodes to be ready, got ${await lastWords(instance, "kwok-controller")}`,
  );
  if (created === undefined) await writeJson(markerPath(instance), { folder: instance.folder });
}

/** Ends the cluster's processes, exactly ours, by pid and start time; its data stays. */
export async function stopCluster(instance: Instance): Promise<void> {
  for (const { entry, name } of clusterProcesses(instance)) {
    if (name === "kwokctl") await endProcess(entry, 0);
  }
  await adoptComponents(instance);
  // Whoever needs another one goes first, so that none spends its last seconds retrying.
  const order = [components.slice(2), ["kube-apiserver"], ["etcd"]];
  for (const names of order) {
    await Promise.all(names.map((name) => stopProcess(instance, name, { graceMs: 5_000 })));
  }
}

/** What of the cluster runs right now; starts and changes nothing. */
export async function clusterState(instance: Instance): Promise<ClusterState> {
  const pids = await Promise.all(
    components.map(async (name) => [name, (await runningProcess(instance, name))?.pid] as const),
  );
  return {
    pids: Object.fromEntries(pids) as ClusterState["pids"],
    ready: await apiserverReady(instance),
  };
}
