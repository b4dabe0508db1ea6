import { join } from "node:path";
import { execa } from "../execa";
import { z } from "zod";
import type { Instance } from "../instance";
import type { Toolchain } from "../toolchain";
import { clusterFolder } from "./components";
import { kubeconfigPath } from "./kubeconfig";

interface Machine {
  readonly name: string;
  readonly arch: "amd64" | "arm64";
  readonly cpu: string;
  readonly memory: string;
}

/**
 * The machines of the cluster. Which of them have a storage adapter is the stack's setting, so none
 * carries a storage label; the arm64 one has the most memory, so a placement by room alone goes wrong.
 */
export const machines: readonly Machine[] = [
  { name: "worker-1", arch: "amd64", cpu: "8", memory: "16Gi" },
  { name: "worker-2", arch: "amd64", cpu: "8", memory: "16Gi" },
  { name: "worker-3", arch: "amd64", cpu: "8", memory: "16Gi" },
  { name: "raspberry-pi", arch: "arm64", cpu: "4", memory: "32Gi" },
];

const unknownToKwok = [
  "bootID",
  "containerRuntimeVersion",
  "kernelVersion",
  "kubeProxyVersion",
  "kubeletVersion",
  "machineID",
  "osImage",
  "systemUUID",
] as const;

/** The Node object of a machine, as its kubelet would register it. */
export function nodeManifest({ name, arch, cpu, memory }: Machine, index: number): unknown {
  const resources = { cpu, memory, "ephemeral-storage": "200Gi", pods: "110" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/arch": arch,
        "kubernetes.io/os": "linux",
        "kubernetes.io/hostname": name,
      },
      annotations: { "kwok.x-k8s.io/node": "fake" },
    },
    spec: { podCIDR: `10.244.${index}.0/24`, podCIDRs: [`10.244.${index}.0/24`] },
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        // RFC 5737: an address that leads nowhere, as these machines do.
        { type: "InternalIP", address: `192.0.2.${11 + index}` },
        { type: "Hostname", address: name },
      ],
      nodeInfo: {
        architecture: arch,
        operatingSystem: "linux",
        // kwok writes its own version into what is empty here.
        ...Object.fromEntries(unknownToKwok.map((field) => [field, ""])),
      },
    },
  };
}

const nodeList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({ taints: z.array(z.object({ key: z.string() })).default([]) }),
      status: z.object({
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
      }),
    }),
  ),
});

/** Runs kubectl against the instance's cluster and returns what it prints; its caches stay in the instance. */
export async function kubectl(
  instance: Instance,
  tools: Pick<Toolchain, "kubectl">,
  args: readonly string[],
  input?: unknown,
): Promise<string> {
  const { stdout } = await execa(
    tools.kubectl,
    ["--kubeconfig", kubeconfigPath(instance), ...args],
    {
      env: { KUBECACHEDIR: join(clusterFolder(instance), "kubectl-cache") },
      ...(input === undefined ? { stdin: "ignore" } : { input: JSON.stringify(input) }),
    },
  );
  return stdout;
}

const notReady = "node.kubernetes.io/not-ready";

/** Names of the machines that the API server knows, and of those a pod can be scheduled on. */
export function readNodes(list: unknown): { known: Set<string>; ready: Set<string> } {
  const { items } = nodeList.parse(list);
  const ready = items.filter(
    ({ spec, status }) =>
      status.conditions.some(({ type, status: value }) => type === "Ready" && value === "True") &&
      !spec.taints.some(({ key }) => key === notReady),
  );
  const names = (nodes: typeof items): Set<string> =>
    new Set(nodes.map(({ metadata }) => metadata.name));
  return { known: names(items), ready: names(ready) };
}

/** Creates the nodes that are missing; true when a pod can be scheduled on every machine. */
export async function ensureNodes(instance: Instance, tools: Toolchain): Promise<boolean> {
  const list: unknown = JSON.parse(await kubectl(instance, tools, ["get", "nodes", "-o", "json"]));
  const { known, ready } = readNodes(list);
  const missing = machines.flatMap((machine, index) =>
    known.has(machine.name) ? [] : [nodeManifest(machine, index)],
  );
  if (missing.length > 0) {
    const items = { apiVersion: "v1", kind: "List", items: missing };
    await kubectl(instance, tools, ["create", "-f", "-"], items);
  }
  return machines.every(({ name }) => ready.has(name));
}
