import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openInstance, type Instance } from "../../../local/instance";
import { components, machines, startCluster } from "../../../local/cluster";
import { componentOf, parseComponentArguments } from "../../../local/cluster/components";
import { kwokctlConfiguration } from "../../../local/cluster/create";
import { nodeManifest, readNodes } from "../../../local/cluster/nodes";
import { scratchFolder } from "../instance/scratch";
import type { Tool, Toolchain } from "../../../local/toolchain";

const folder = "/srv/project/.local/cluster";

describe("startCluster", () => {
  const root = scratchFolder();

  it("refuses a folder that was moved: the cluster's own files name the old one", async () => {
    const instance = await openInstance(root());
    mkdirSync(join(instance.folder, "cluster"));
    const marker = JSON.stringify({ folder: "/old/.local" });
    writeFileSync(join(instance.folder, "cluster", "created.json"), marker);
    await assert.rejects(startCluster(instance, {} as Toolchain), {
      message: `cluster: expected its folder to stay "/old/.local", got "${instance.folder}"; run npm run down, then npm run up`,
    });
  });
});

describe("componentOf", () => {
  const cases: readonly [string[], string | undefined][] = [
    [[`${folder}/clusters/jenkins-stack/bin/etcd`, `--data-dir=${folder}/etcd`], "etcd"],
    [["/cache/kube-scheduler", `--kubeconfig=${folder}/kubeconfig.yaml`], "kube-scheduler"],
    [["/cache/kwok", `--config=${folder}/kwok.yaml`], "kwok-controller"],
    [["/cache/kwokctl", "create", "cluster", "--config", `${folder}/kwokctl.yaml`], "kwokctl"],
    [["etcd", "--data-dir=/var/lib/etcd"], undefined],
    [["etcd", "--data-dir=/srv/project/.local/cluster-other/etcd"], undefined],
    [["etcd", "--data-dir=/srv/project/.local-test/cluster/etcd"], undefined],
    [["tail", "-f", `${folder}/clusters/jenkins-stack/logs/etcd.log`], undefined],
    [[], undefined],
  ];
  for (const [command, expected] of cases) {
    it(`takes ${JSON.stringify(command.join(" "))} for ${expected ?? "a stranger"}`, () => {
      assert.equal(componentOf({ command }, folder), expected);
    });
  }
});

describe("parseComponentArguments", () => {
  it("reads the first document of kwokctl's configuration", () => {
    const text =
      "components:\n- name: etcd\n  args: [--name=node0]\n  binary: x\n---\nkind: Stage\n";
    assert.deepEqual([...parseComponentArguments(text)], [["etcd", ["--name=node0"]]]);
  });

  it("refuses a configuration without components", () => {
    assert.throws(() => parseComponentArguments("kind: Stage\n"));
  });
});

describe("kwokctlConfiguration", () => {
  it("names every tool by path and every port, all different", () => {
    const names = [
      "etcd",
      "kube-apiserver",
      "kube-controller-manager",
      "kube-scheduler",
      "kubectl",
      "kwok",
    ];
    const tools = Object.fromEntries(names.map((name) => [name, `/cache/${name}`])) as Record<
      Tool,
      string
    >;
    const ports = {
      etcd: 1,
      etcdPeer: 2,
      apiserver: 3,
      controllerManager: 4,
      scheduler: 5,
      kwok: 6,
      dsm: 7,
      iscsi: 8,
    };
    const instance: Instance = { folder: "/srv/project/.local", relativeFolder: ".local", ports };
    const { options } = kwokctlConfiguration(instance, tools) as {
      options: Record<string, string | number>;
    };
    const values = Object.values(options);
    assert.deepEqual(
      values.filter((value) => String(value).startsWith("/")).sort(),
      names.map((name) => `/cache/${name}`).sort(),
    );
    assert.deepEqual(
      values.filter((value) => typeof value === "number"),
      [1, 2, 3, 4, 5, 6],
    );
    assert.equal(options["bindAddress"], "127.0.0.1");
  });
});

describe("machines", () => {
  it("are three amd64 workers and an arm64 machine with the most memory", () => {
    const gibibytes = (memory: string): number => Number(memory.replace("Gi", ""));
    assert.deepEqual(
      machines.map(({ name, arch }) => `${name} ${arch}`),
      ["worker-1 amd64", "worker-2 amd64", "worker-3 amd64", "raspberry-pi arm64"],
    );
    const most = [...machines].sort((a, b) => gibibytes(b.memory) - gibibytes(a.memory))[0];
    assert.equal(most?.name, "raspberry-pi");
  });

  it("carry no label of the storage network", () => {
    const manifests = machines.map(nodeManifest) as { metadata: { labels: object } }[];
    for (const { metadata } of manifests) {
      assert.deepEqual(Object.keys(metadata.labels), [
        "kubernetes.io/arch",
        "kubernetes.io/os",
        "kubernetes.io/hostname",
      ]);
    }
  });
});

describe("readNodes", () => {
  const node = (name: string, ready: string, taints: string[] = []) => ({
    metadata: { name },
    spec: { taints: taints.map((key) => ({ key, effect: "NoSchedule" })) },
    status: { conditions: [{ type: "Ready", status: ready }] },
  });

  it("takes a node for ready when its condition says so and nothing keeps pods away", () => {
    const items = [
      node("a", "True"),
      node("b", "False"),
      node("c", "True", ["node.kubernetes.io/not-ready"]),
      { metadata: { name: "d" }, spec: {}, status: {} },
    ];
    const { known, ready } = readNodes({ items });
    assert.deepEqual([...known], ["a", "b", "c", "d"]);
    assert.deepEqual([...ready], ["a"]);
  });
});

describe("components", () => {
  it("start with what the others need", () => {
    assert.deepEqual(components.slice(0, 2), ["etcd", "kube-apiserver"]);
  });
});
