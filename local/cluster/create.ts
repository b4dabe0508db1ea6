import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "../execa";
import { stringify } from "yaml";
import { endProcess, type Instance } from "../instance";
import type { Toolchain } from "../toolchain";
import { clusterFolder, clusterName, clusterProcesses, workFolder } from "./components";

/** kwokctl's configuration: the tools as plain paths, so that nothing is downloaded, and our own ports. */
export function kwokctlConfiguration(instance: Instance, tools: Toolchain): unknown {
  const { ports } = instance;
  return {
    apiVersion: "config.kwok.x-k8s.io/v1alpha1",
    kind: "KwokctlConfiguration",
    options: {
      runtime: "binary",
      bindAddress: "127.0.0.1",
      etcdBinary: tools.etcd,
      kubeApiserverBinary: tools["kube-apiserver"],
      kubeControllerManagerBinary: tools["kube-controller-manager"],
      kubeSchedulerBinary: tools["kube-scheduler"],
      kubectlBinary: tools.kubectl,
      kwokControllerBinary: tools.kwok,
      etcdPort: ports.etcd,
      etcdPeerPort: ports.etcdPeer,
      kubeApiserverPort: ports.apiserver,
      kubeControllerManagerPort: ports.controllerManager,
      kubeSchedulerPort: ports.scheduler,
      kwokControllerPort: ports.kwok,
    },
    // There is no second one of either. A new process works at once, in place of waiting for the lease of a killed one.
    componentsPatches: ["kube-controller-manager", "kube-scheduler"].map((name) => ({
      name,
      extraArgs: [{ key: "leader-elect", value: "false" }],
    })),
  };
}

/** Ends what an interrupted creation left running and removes what it wrote. */
export async function discardCluster(instance: Instance): Promise<void> {
  const left = clusterProcesses(instance);
  // kwokctl first: it would start again what ends under its hands.
  for (const { entry } of left.filter(({ name }) => name === "kwokctl")) await endProcess(entry, 0);
  await Promise.all(clusterProcesses(instance).map(({ entry }) => endProcess(entry, 0)));
  await rm(clusterFolder(instance), { recursive: true, force: true });
}

/** Creates the cluster and starts its components; it need not answer yet when this returns. */
export async function createCluster(instance: Instance, tools: Toolchain): Promise<void> {
  const folder = clusterFolder(instance);
  const logs = join(instance.folder, "logs");
  await mkdir(workFolder(instance), { recursive: true });
  await mkdir(logs, { recursive: true });
  // One place for all logs: kwokctl writes below its own folder.
  await symlink(logs, join(workFolder(instance), "logs"));
  const configuration = join(folder, "kwokctl.yaml");
  await writeFile(configuration, stringify(kwokctlConfiguration(instance, tools)));

  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("KWOK_"));
  const args = ["create", "cluster", "--name", clusterName, "--config", configuration];
  const created = await execa(
    tools.kwokctl,
    [...args, "--kubeconfig", join(folder, "kubeconfig")],
    {
      // A session of its own: the interrupt key must not end the components in the middle of their start.
      detached: true,
      extendEnv: false,
      env: {
        ...Object.fromEntries(inherited),
        KWOK_WORKDIR: folder,
        // kwokctl prefers any kubectl on PATH to the configured one.
        PATH: `${dirname(tools.kubectl)}:${process.env["PATH"] ?? ""}`,
      },
      stdin: "ignore",
      stdout: "ignore",
      reject: false,
      timeout: 150_000,
    },
  );
  if (created.failed) {
    throw new Error(`cluster: expected kwokctl to create it, got ${created.stderr.trim()}`);
  }
}
