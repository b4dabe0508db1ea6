import { platformAbsence } from "./absence";
import { clusterState } from "./cluster";
import { lockHolder } from "./engine/lock";
import { openInstance, type Instance } from "./instance";
import { nasState } from "./nas-simulator";
import { installedPlugins } from "./plugins/install";
import { toolchainState } from "./toolchain";

/** What of a platform runs, as the text that `npm run status` prints. Starts and changes nothing. */
export async function describeStatus(root: string, folder: string): Promise<string> {
  const absence = await platformAbsence(root, folder);
  if (absence !== undefined) return absence;
  const instance = await openInstance(root, folder);
  const tools = await toolchainState();
  const [cluster, nas, plugins, run] = await Promise.all([
    clusterRows(instance, tools),
    nasRows(instance),
    pluginRows(instance),
    lockHolder(instance),
  ]);
  const stack: Row =
    run.state === "nobody"
      ? ["stack local", "idle", ""]
      : [
          "stack local",
          run.state === "alive" ? "a run is going on" : "an interrupted run",
          `pid ${run.pid}`,
        ];
  return columns([
    ["what", "state", "where"],
    ...cluster,
    ...nas,
    ...engineRows(tools),
    ...plugins,
    stack,
  ]);
}

type Tools = Awaited<ReturnType<typeof toolchainState>>;

type Row = readonly [what: string, state: string, where: string];

async function clusterRows(instance: Instance, tools: Tools): Promise<Row[]> {
  const { pids, ready } = await clusterState(instance);
  const ports: Partial<Record<string, number>> = {
    etcd: instance.ports.etcd,
    "kube-apiserver": instance.ports.apiserver,
    "kube-controller-manager": instance.ports.controllerManager,
    "kube-scheduler": instance.ports.scheduler,
    "kwok-controller": instance.ports.kwok,
  };
  return Object.entries(pids).map(([name, pid]): Row => {
    const tool = name === "kwok-controller" ? "kwok" : (name as keyof typeof tools);
    const state =
      pid === undefined ? "stopped" : name !== "kube-apiserver" || ready ? "running" : "starting";
    return [`${name} ${tools[tool]?.version ?? ""}`, state, where(ports[name], pid)];
  });
}

async function nasRows(instance: Instance): Promise<Row[]> {
  const { simulator, target } = await nasState(instance);
  return [
    ["DSM simulator", simulator, `port ${instance.ports.dsm}`],
    ["iSCSI target (tgtd)", target, `port ${instance.ports.iscsi}`],
  ];
}

/** The engine's own executables: nothing of them runs between two commands. */
function engineRows(tools: Tools): Row[] {
  return (["pulumi", "pulumi-language-nodejs"] as const).map((name) => {
    const tool = tools[name];
    if (tool === undefined) return [name, "missing", "npm run up builds it"];
    return [
      `${name} ${tool.version}`,
      tool.origin === "path" ? "on PATH" : "in the cache",
      tool.path,
    ];
  });
}

async function pluginRows(instance: Instance): Promise<Row[]> {
  const installed = Object.entries(await installedPlugins(instance));
  return installed.map(([name, plugin]) => [
    `plugin ${name} ${plugin.version}`,
    `${plugin.origin} plugin`,
    "",
  ]);
}

function where(port: number | undefined, pid: number | undefined): string {
  return [port === undefined ? "" : `port ${port}`, pid === undefined ? "" : `pid ${pid}`]
    .filter((part) => part !== "")
    .join(", ");
}

function columns(rows: readonly Row[]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
