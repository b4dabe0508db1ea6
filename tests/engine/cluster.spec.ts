import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  clusterState,
  kubeconfigPath,
  machines,
  startCluster,
  stopCluster,
} from "../../local/cluster";
import { clusterProcesses } from "../../local/cluster/components";
import { kubectl } from "../../local/cluster/nodes";
import { openInstance, startTimeOf, type Instance } from "../../local/instance";
import { ensureToolchain, type Toolchain } from "../../local/toolchain";
import { eventually } from "../local/instance/scratch";

describe("startCluster", () => {
  let root: string;
  let tools: Toolchain;
  let instance: Instance;
  let other: Instance;
  const ask = (...args: string[]): Promise<string> => kubectl(instance, tools, args);

  before(async function () {
    this.timeout(1_200_000);
    tools = await ensureToolchain();
    root = mkdtempSync(join(tmpdir(), "jenkins-stack-"));
    instance = await openInstance(root, ".local");
    other = await openInstance(root, ".local-other");
    await startCluster(instance, tools);
  });

  after(async () => {
    await stopCluster(instance);
    await stopCluster(other);
    rmSync(root, { recursive: true, force: true });
  });

  it("runs a ready control plane with the four nodes", async () => {
    const state = await clusterState(instance);
    assert.equal(state.ready, true);
    assert.deepEqual(
      Object.values(state.pids).filter((pid) => pid === undefined),
      [],
    );
    const template =
      "{range .items[*]}{.metadata.name} {.status.nodeInfo.architecture} {.status.allocatable.memory}{'\\n'}{end}";
    const nodes = await ask("get", "nodes", "-o", `jsonpath=${template}`);
    const expected = machines.map(({ name, arch, memory }) => `${name} ${arch} ${memory}`);
    assert.deepEqual(nodes.trim().split("\n").sort(), [...expected].sort());
  });

  it("has service accounts, role-based access and pod security admission", async () => {
    await ask("get", "serviceaccount", "default", "-n", "default");
    const account = "--as=system:serviceaccount:default:default";
    await assert.rejects(ask("auth", "can-i", "list", "secrets", account));
    await ask("create", "namespace", "guarded");
    await ask("label", "namespace", "guarded", "pod-security.kubernetes.io/enforce=restricted");
    await eventually(() =>
      ask("get", "sa", "default", "-n", "guarded", "--ignore-not-found").then((found) =>
        found === "" ? undefined : found,
      ),
    );
    await assert.rejects(
      ask("run", "loose", "--image=registry.example/image:1", "--privileged", "-n", "guarded"),
      /violates PodSecurity "restricted:latest"/,
    );
  });

  it("changes nothing when it runs already", async () => {
    const before = await clusterState(instance);
    const kubeconfig = readFileSync(kubeconfigPath(instance), "utf8");
    await startCluster(instance, tools);
    assert.deepEqual(await clusterState(instance), before);
    assert.equal(readFileSync(kubeconfigPath(instance), "utf8"), kubeconfig);
  });

  for (const victim of ["kube-scheduler", "kwok-controller", "etcd", "kube-apiserver"] as const) {
    it(`starts a killed ${victim} again and keeps the data`, async () => {
      await ask("create", "configmap", `kept-${victim}`, "--from-literal=key=value");
      const before = await clusterState(instance);
      const pid = before.pids[victim] ?? 0;
      process.kill(pid, "SIGKILL");
      await eventually(() => (startTimeOf(pid) === undefined ? true : undefined));
      await startCluster(instance, tools);
      const after = await clusterState(instance);
      assert.equal(after.ready, true);
      assert.notEqual(after.pids[victim], pid);
      assert.notEqual(after.pids[victim], undefined);
      assert.equal(
        await ask("get", "configmap", `kept-${victim}`, "-o", "jsonpath={.data.key}"),
        "value",
      );
    });
  }

  it("lets a new scheduler and controller manager work at once: there is no lease to wait for", async () => {
    const leases = await ask("get", "leases", "--namespace", "kube-system", "--output", "name");
    assert.match(leases, /apiserver/);
    assert.doesNotMatch(leases, /scheduler|controller-manager/);
  });

  it("keeps its data over a stop of every process", async () => {
    await ask("create", "configmap", "over-the-stop");
    await stopCluster(instance);
    assert.deepEqual(clusterProcesses(instance), []);
    assert.equal((await clusterState(instance)).ready, false);
    await startCluster(instance, tools);
    await ask("get", "configmap", "over-the-stop");
  });

  it("runs beside another instance and stops alone", async () => {
    await startCluster(other, tools);
    await kubectl(other, tools, ["create", "configmap", "only-here"]);
    await assert.rejects(ask("get", "configmap", "only-here"), /not found/);
    await stopCluster(other);
    assert.equal((await clusterState(instance)).ready, true);
  });

  it("names the holder of a taken port and starts nothing", async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(other.ports.etcd, "127.0.0.1", listening));
    await assert.rejects(startCluster(other, tools), (error: Error) => {
      assert.match(
        error.message,
        new RegExp(`^ports\\.etcd: expected port ${other.ports.etcd} .*process ${process.pid} `),
      );
      return true;
    });
    await new Promise((closed) => server.close(closed));
    assert.deepEqual(clusterProcesses(other), []);
  });

  it("discards a creation that was interrupted", async () => {
    rmSync(join(other.folder, "cluster", "created.json"));
    await startCluster(other, tools);
    assert.equal((await clusterState(other)).ready, true);
    await assert.rejects(kubectl(other, tools, ["get", "configmap", "only-here"]), /not found/);
  });
});
