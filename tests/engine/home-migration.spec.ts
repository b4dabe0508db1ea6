// A home of another storage system on its way into the stack, with the real engine: what is kept, what waits for what, and
// what is left behind. No container runs: a Job that is scheduled succeeds.
import assert from "node:assert/strict";

import { deploy } from "../../local/engine/deploy";
import type { Platform } from "../../local/up";
import { deployedPlatform, kubectl, set, until, withSettings } from "./support/platform";

const inJenkins = ["--namespace", "jenkins"];

describe("a migration of the stack", () => {
  let here: Platform;

  before(async () => {
    here = await deployedPlatform();
    await kubectl(here, ["create", "--filename", "-"], foreignHome);
  });

  after(async () => {
    await kubectl(here, ["delete", ...inJenkins, "pvc", "longhorn", "--wait=false"]);
    await kubectl(here, ["delete", "pv", "pvc-longhorn", "--wait=false"]);
  });

  it("keeps the old volume from the first phase on, and lets nobody delete its claim (A-30)", async () => {
    await withSettings(here, phase("check"), up);
    assert.equal(await reclaimPolicy(), "Retain");
    await assert.rejects(
      kubectl(here, ["delete", ...inJenkins, "pvc", "longhorn", "--dry-run=server"]),
      /the old Jenkins home is kept while the setting storage\.migration is there/,
    );
    assert.equal(await podLevel(), "baseline");
    assert.equal(await value("statefulset/jenkins", "{.spec.replicas}"), "0");
    const told = `{.spec.template.spec.containers[0].env[?(@.name=="RECONCILERS")].value}`;
    assert.equal(await value("job/jenkins-migration-check", told), "Helm release ci");
  });

  it("starts Jenkins when the copy was found whole, and not before (A-29)", async () => {
    await withSettings(
      here,
      (settings) => {
        phase("switch")(settings);
        set(settings, "jenkins", ["maintenance"], false);
      },
      up,
    );
    assert.deepEqual(await jobs(), ["jenkins-migration-switch"]);
    const found = await value("job/jenkins-migration-switch", "{.status.completionTime}");
    const started = await value("pod/jenkins-0", "{.metadata.creationTimestamp}");
    assert.ok(found <= started, `found whole at ${found}, started at ${started}`);
  });

  it("leaves the old home and its Retain behind, and nothing else (A-30, P-08)", async () => {
    await up();
    assert.deepEqual(await jobs(), []);
    assert.equal(await reclaimPolicy(), "Retain");
    assert.equal(await podLevel(), "restricted");
    // The API server goes on refusing for a moment after the policy is gone.
    await until("the old claim to be nobody's", () =>
      kubectl(here, ["delete", ...inJenkins, "pvc", "longhorn", "--dry-run=server"]).catch(
        () => undefined,
      ),
    );
  });

  const up = () => deploy(here.engine, here.tools.kubectl);

  async function jobs(): Promise<string[]> {
    const selected = ["--selector", "app.kubernetes.io/component=migration"];
    const names = ["--output", "jsonpath={.items[*].metadata.name}"];
    const printed = await kubectl(here, [...inJenkins, "get", "jobs", ...selected, ...names]);
    return printed.split(" ").filter((name) => name !== "");
  }

  const reclaimPolicy = () =>
    kubectl(here, [
      ...["get", "pv", "pvc-longhorn"],
      ...["--output", "jsonpath={.spec.persistentVolumeReclaimPolicy}"],
    ]);

  const podLevel = () =>
    kubectl(here, [
      ...["get", "namespace", "jenkins", "--output"],
      String.raw`jsonpath={.metadata.labels.pod-security\.kubernetes\.io/enforce}`,
    ]);

  const value = (object: string, path: string) =>
    kubectl(here, [...inJenkins, "get", object, "--output", `jsonpath=${path}`]);
});

type Settings = Parameters<typeof set>[0];

function phase(name: string): (settings: Settings) => void {
  return (settings) => {
    set(settings, "jenkins", ["maintenance"], true);
    set(settings, "storage", ["migration"], {
      from: { claim: "longhorn", podLabels: { app: "old-jenkins" } },
      phase: name,
      image: "docker.io/gentoo/stage3:nomultilib-20260824",
    });
  };
}

/** What another storage system has made, deleted with its claim as such volumes are. */
const foreignHome = JSON.stringify({
  apiVersion: "v1",
  kind: "List",
  items: [
    {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "pvc-longhorn" },
      spec: {
        capacity: { storage: "1Gi" },
        accessModes: ["ReadWriteOnce"],
        storageClassName: "longhorn",
        persistentVolumeReclaimPolicy: "Delete",
        claimRef: { name: "longhorn", namespace: "jenkins" },
        csi: { driver: "driver.longhorn.io", volumeHandle: "pvc-longhorn" },
      },
    },
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: {
        name: "longhorn",
        namespace: "jenkins",
        annotations: { "meta.helm.sh/release-name": "ci" },
      },
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: "longhorn",
        volumeName: "pvc-longhorn",
        resources: { requests: { storage: "1Gi" } },
      },
    },
  ],
});
