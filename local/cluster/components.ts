import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import {
  processTable,
  recordProcess,
  runningProcess,
  startDetached,
  type Instance,
  type ProcessEntry,
} from "../instance";
import type { Toolchain } from "../toolchain";

/** The processes of the cluster, in the order in which they can start. */
export const components = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok-controller",
] as const;

/** One process of the cluster. */
export type Component = (typeof components)[number];

/** kwokctl's name of the one cluster of an instance. */
export const clusterName = "jenkins-stack";

/** kwokctl's own folder; every component names it in its arguments, no other process does. */
export function clusterFolder(instance: Instance): string {
  return join(instance.folder, "cluster");
}

/** Where kwokctl keeps the files of the cluster. */
export function workFolder(instance: Instance): string {
  return join(clusterFolder(instance), "clusters", clusterName);
}

const binaryNames: Readonly<Record<string, Component | "kwokctl">> = {
  ...Object.fromEntries(components.map((component) => [component, component])),
  kwok: "kwok-controller",
  kwokctl: "kwokctl",
};

/**
 * The component that a process is, recognised by its program and by a file of this instance's cluster
 * among its arguments; undefined for everybody else's processes.
 */
export function componentOf(
  entry: Pick<ProcessEntry, "command">,
  folder: string,
): Component | "kwokctl" | undefined {
  const [program = "", ...args] = entry.command;
  if (!args.some((arg) => arg.includes(`${folder}/`))) return undefined;
  return binaryNames[basename(program)];
}

/** Every live process of this cluster, recorded or not, kwokctl included. */
export function clusterProcesses(
  instance: Instance,
): { entry: ProcessEntry; name: Component | "kwokctl" }[] {
  const folder = clusterFolder(instance);
  return processTable().flatMap((entry) => {
    const name = componentOf(entry, folder);
    return name === undefined ? [] : [{ entry, name }];
  });
}

/** Records the components that kwokctl, or a start that was interrupted, left running. */
export async function adoptComponents(instance: Instance): Promise<void> {
  for (const { entry, name } of clusterProcesses(instance)) {
    if (name === "kwokctl" || (await runningProcess(instance, name)) !== undefined) continue;
    await recordProcess(instance, name, entry);
  }
}

/** The components that do not run. */
export async function deadComponents(instance: Instance): Promise<Component[]> {
  const running = await Promise.all(components.map((name) => runningProcess(instance, name)));
  return components.filter((_, index) => running[index] === undefined);
}

const configurationSchema = z.object({
  components: z.array(z.object({ name: z.enum(components), args: z.array(z.string()) })),
});

/** The argument list of each component, from the configuration that kwokctl wrote when it created the cluster. */
export function parseComponentArguments(text: string): ReadonlyMap<Component, readonly string[]> {
  const { components: found } = configurationSchema.parse(parseAllDocuments(text)[0]?.toJS());
  return new Map(found.map(({ name, args }) => [name, args]));
}

const program = (tools: Toolchain, name: Component): string =>
  tools[name === "kwok-controller" ? "kwok" : name];

/** Starts components again with the arguments that kwokctl gave them. */
export async function restartComponents(
  instance: Instance,
  tools: Toolchain,
  names: readonly Component[],
): Promise<void> {
  const configuration = await readFile(join(workFolder(instance), "kwok.yaml"), "utf8");
  const known = parseComponentArguments(configuration);
  for (const name of names) {
    await startDetached(instance, name, program(tools, name), known.get(name) ?? [], {
      cwd: workFolder(instance),
    });
  }
}
