// The Jobs of a migration on a real scheduler and a real API server. The nodes only play their part: no container runs, so
// every Job that is scheduled succeeds. What the scripts do is proven in tests/migration/.
import assert from "node:assert/strict";

import { selectorLabels } from "../../components/internal/labels";
import type { MigrationPhase } from "../../components/storage/migration/settings";
import {
  VolumeMigration,
  type VolumeMigrationArgs,
} from "../../components/storage/migration/volume-migration";
import type { Platform } from "../../local/up";
import { construct } from "../support/deploy";
import { manifests, type Manifest } from "../support/manifests";
import { isUnschedulable, podThat } from "./support/nodes";
import { kubectl, platform, until } from "./support/platform";

const namespace = "migration";
const labelOf = (volume: string) => `migration.example/${volume}`;

describe("the pods of a migration", () => {
  let here: Platform;

  before(async () => {
    here = await platform();
    await kubectl(here, ["label", "node", "worker-2", `${labelOf("old")}=true`]);
    // The Raspberry Pi as well: that it reaches the new volume must not make it a candidate.
    await kubectl(here, [
      ...["label", "node", "worker-1", "worker-2", "raspberry-pi"],
      `${labelOf("new")}=true`,
    ]);
    await create([space(), ...volume("old"), ...volume("new")]);
  });

  after(async () => {
    await kubectl(here, ["delete", "namespace", namespace, "--wait=false"]);
    await kubectl(here, ["delete", "pv", "migration-old", "migration-new", "--wait=false"]);
    const nodes = ["worker-1", "worker-2", "raspberry-pi"];
    const gone = ["old", "new"].map((name) => `${labelOf(name)}-`);
    await kubectl(here, ["label", "node", ...nodes, ...gone]);
  });

  it("run on the one amd64 node that reaches both volumes, as the namespace's standard allows (A-15, A-25)", async () => {
    await create(await jobs("check"));
    await complete("check");
    assert.equal(await nodeOf("check"), "worker-2");
  });

  it("would not be let into a namespace for pods without root", async () => {
    const [job] = await jobs("check");
    const { template } = job!["spec"] as { template: { spec: object } };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "root", namespace: "jenkins-migration-restricted" },
      spec: template.spec,
    };
    const restricted = "jenkins-migration-restricted";
    await create([space(restricted, "restricted")]);
    await assert.rejects(create([pod], "--dry-run=server"), /violates PodSecurity "restricted/);
    await kubectl(here, ["delete", "namespace", restricted, "--wait=false"]);
  });

  it("copy on the node of the running Jenkins, and wait for its end with the last copy (A-29)", async () => {
    await kubectl(here, ["label", "node", "worker-1", `${labelOf("old")}=true`]);
    await create(await jobs("precopy"));
    await unschedulable("precopy");
    await create([jenkins("worker-1")]);
    await complete("precopy");
    assert.equal(await nodeOf("precopy"), "worker-1");

    await create(await jobs("copy"));
    await unschedulable("copy");
    await kubectl(here, [...inNamespace, "delete", "pod", "jenkins-0", "--now"]);
    await complete("copy");
  });

  it("are not needed to keep the old home: the API server lets nobody delete it (A-30)", async () => {
    const foreign = { foreign: true, from: { claim: "old", podLabels: { app: "jenkins" } } };
    const made = await objects("check", foreign);
    const policies = made.filter(({ kind }) => kind.startsWith("Validating"));
    assert.equal(policies.length, 2);
    // Of the mocks, which know no cluster.
    const named = JSON.parse(
      JSON.stringify(policies).replaceAll("pv-of-old", "migration-old"),
    ) as Manifest[];
    await create(named);
    const kept = /the old Jenkins home is kept while the setting storage\.migration is there/;
    await until("the policy to be in force", async () =>
      (await refusal(["delete", ...inNamespace, "pvc", "old", "--dry-run=server"])) === undefined
        ? undefined
        : true,
    );
    assert.match((await refusal(["delete", ...inNamespace, "pvc", "old"])) ?? "", kept);
    assert.match((await refusal(["delete", "pv", "migration-old"])) ?? "", kept);
    const toDelete = JSON.stringify({ spec: { persistentVolumeReclaimPolicy: "Delete" } });
    assert.match(
      (await refusal(["patch", "pv", "migration-old", "--patch", toDelete])) ?? "",
      /persistentVolumeReclaimPolicy: expected Retain while the setting storage\.migration is there/,
    );
    assert.equal(
      await refusal(["delete", ...inNamespace, "pvc", "new", "--dry-run=server"]),
      undefined,
    );
    await kubectl(here, ["delete", "--filename", "-"], list(named));
    await until("the policy to be gone", async () =>
      (await refusal(["delete", "pv", "migration-old", "--dry-run=server"])) === undefined
        ? true
        : undefined,
    );
  });

  const inNamespace = ["--namespace", namespace];

  async function create(objects: readonly object[], ...flags: string[]): Promise<void> {
    await kubectl(here, ["create", ...flags, "--filename", "-"], list(objects));
  }

  /** What kubectl says against a change, or nothing. */
  async function refusal(command: readonly string[]): Promise<string | undefined> {
    try {
      await kubectl(here, command);
      return undefined;
    } catch (error) {
      return String(error);
    }
  }

  async function complete(phase: MigrationPhase): Promise<void> {
    const job = `job/home-migration-${phase}`;
    await kubectl(here, [
      ...[...inNamespace, "wait", job],
      ...["--for=condition=Complete", "--timeout=30s"],
    ]);
  }

  async function unschedulable(phase: MigrationPhase): Promise<void> {
    await podThat(`the ${phase} to find no node`, here, namespace, (pod) => {
      return pod.metadata.labels?.[phaseLabel] === phase && isUnschedulable(pod);
    });
  }

  function nodeOf(phase: MigrationPhase): Promise<string> {
    const pods = ["get", "pods", "--selector", selector(phase)];
    const node = ["--output", "jsonpath={.items[*].spec.nodeName}"];
    return kubectl(here, [...inNamespace, ...pods, ...node]);
  }
});

const phaseLabel = "jenkins-stack/migration-phase";
const selector = (phase: MigrationPhase) => `${phaseLabel}=${phase}`;

/** What a migration asks of the cluster, of a home of the stack unless told otherwise. */
async function objects(
  phase: MigrationPhase,
  overrides: Partial<VolumeMigrationArgs> = {},
): Promise<Manifest[]> {
  const args: VolumeMigrationArgs = {
    namespace,
    phase,
    from: { claim: "old" },
    to: "new",
    toClaim: "new",
    foreign: false,
    image: "docker.io/gentoo/stage3:nomultilib-20260824",
    hours: 1,
    nodes: { key: labelOf("new"), operator: "Exists" },
    arch: "amd64",
    tolerations: {},
    seLinux: { context: { seLinuxOptions: { level: "s0:c35,c75" } }, annotations: {} },
    ...overrides,
  };
  return manifests(await construct(() => new VolumeMigration("home-migration", args)));
}

async function jobs(phase: MigrationPhase): Promise<Manifest[]> {
  return (await objects(phase)).filter(({ kind }) => kind === "Job");
}

function space(name = namespace, level = "baseline"): object {
  const labels = { "pod-security.kubernetes.io/enforce": level };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

/** A claim and its volume, reachable from the nodes with its label. */
function volume(name: string): object[] {
  const common = { accessModes: ["ReadWriteOnce"], storageClassName: "" };
  const capacity = { storage: "1Gi" };
  const iqn = `iqn.2000-01.example.nas:${name}`;
  const onNodes = [{ matchExpressions: [{ key: labelOf(name), operator: "Exists" }] }];
  return [
    {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: `migration-${name}` },
      spec: {
        ...{ ...common, capacity, persistentVolumeReclaimPolicy: "Retain" },
        claimRef: { name, namespace },
        nodeAffinity: { required: { nodeSelectorTerms: onNodes } },
        iscsi: { targetPortal: "[fd00::10]:3260", iqn, lun: 1 },
      },
    },
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name, namespace },
      spec: { ...common, volumeName: `migration-${name}`, resources: { requests: capacity } },
    },
  ];
}

/** The Jenkins that still uses the old claim. */
function jenkins(nodeName: string): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "jenkins-0", namespace, labels: selectorLabels("controller") },
    spec: {
      nodeName,
      containers: [{ name: "jenkins", image: "docker.io/jenkins/jenkins:2.580.1-jdk21" }],
      volumes: [{ name: "home", persistentVolumeClaim: { claimName: "old" } }],
    },
  };
}

function list(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
