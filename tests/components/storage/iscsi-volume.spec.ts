import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { IscsiVolume, type IscsiVolumeArgs } from "../../../components/storage/iscsi-volume";
import { construct } from "../../support/deploy";
import { isSecret, unwrapped } from "../../support/secrets";

describe("IscsiVolume", () => {
  it("reserves the volume for its claim, and the claim for its volume (A-27)", async () => {
    const { volume, claim } = await volumeAndClaim();
    assert.deepEqual(volume.inputs.spec.claimRef, {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      namespace: "jenkins",
      name: "jenkins-claim",
    });
    assert.equal(claim.inputs.metadata.name, "jenkins-claim");
    assert.equal(claim.inputs.metadata.namespace, "jenkins");
    assert.equal(claim.inputs.spec.volumeName, "home");
    assert.equal(volume.inputs.metadata.name, "home");
  });

  it("states the empty class on both ends, so that no default class is filled in (A-27)", async () => {
    const { volume, claim } = await volumeAndClaim();
    assert.equal(volume.inputs.spec.storageClassName, "");
    assert.equal(claim.inputs.spec.storageClassName, "");
  });

  it("lets one node write, and keeps the data when the claim goes", async () => {
    const { volume, claim } = await volumeAndClaim();
    assert.deepEqual(volume.inputs.spec.accessModes, ["ReadWriteOnce"]);
    assert.deepEqual(claim.inputs.spec.accessModes, ["ReadWriteOnce"]);
    assert.equal(volume.inputs.spec.persistentVolumeReclaimPolicy, "Retain");
    assert.equal(volume.opts.protect, true);
    assert.equal(claim.opts.protect, true);
  });

  it("follows the size with the volume's capacity, never with the claim's request", async () => {
    const { volume, claim } = await volumeAndClaim({ size: "500Gi" });
    assert.deepEqual(volume.inputs.spec.capacity, { storage: "500Gi" });
    assert.deepEqual(claim.inputs.spec.resources, { requests: { storage: "1Gi" } });
  });

  it("logs in over IPv6 with CHAP at login only, as a Synology NAS asks (A-20, A-24, A-28)", async () => {
    const { volume } = await volumeAndClaim();
    assert.deepEqual(volume.inputs.spec.iscsi, {
      targetPortal: "[fd5c:1a8:7e2b:30::10]:3260",
      iqn: "iqn.2000-01.com.synology:nas.jenkins",
      lun: 1,
      fsType: "ext4",
      readOnly: false,
      chapAuthSession: true,
      chapAuthDiscovery: false,
      secretRef: { name: "home-chap", namespace: "jenkins-storage" },
    });
  });

  it("takes another filesystem", async () => {
    const { volume } = await volumeAndClaim({ fsType: "xfs" });
    assert.equal(volume.inputs.spec.iscsi.fsType, "xfs");
  });

  it("can be attached from every storage node and pins no host (A-21, A-25)", async () => {
    const { volume } = await volumeAndClaim();
    assert.deepEqual(volume.inputs.spec.nodeAffinity, {
      required: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: "network.example/storage", operator: "Exists" }] },
        ],
      },
    });
  });

  it("keeps the CHAP Secret out of the claim's namespace, and makes it first (A-04)", async () => {
    const deployment = await construct(() => new IscsiVolume("home", args()));
    const { inputs } = deployment.only("Secret");
    assert.equal(inputs.metadata.namespace, "jenkins-storage");
    assert.equal(inputs.type, "kubernetes.io/iscsi-chap");
    assert.ok(
      isSecret(inputs.stringData) || isSecret(inputs.stringData["node.session.auth.password"]),
    );
    assert.deepEqual(unwrapped(inputs.stringData), {
      "node.session.auth.username": "jenkins",
      "node.session.auth.password": "chap-password",
    });
    const [first] = deployment.only("PersistentVolume").opts.dependsOn as object[];
    assert.equal(first?.constructor.name, "Secret");
  });

  const { target, nodes } = args();
  const rejections: Readonly<Record<string, [Partial<IscsiVolumeArgs>, RegExp]>> = {
    "a portal without a port": [
      { target: { ...target, portal: "[fd5c::10]" } },
      /^target\.portal: .*did you mean "\[fd5c::10\]:3260"\?$/m,
    ],
    "an IQN that is none": [
      { target: { ...target, iqn: "jenkins" } },
      /^target\.iqn: expected iqn\.<yyyy-mm>.*, got "jenkins"$/m,
    ],
    "a LUN number out of range": [
      { target: { ...target, lunNumber: 256 } },
      /^target\.lunNumber: expected a whole number from 0 to 255, got 256$/m,
    ],
    "a size that is no quantity": [{ size: "200GB" }, /^size: expected a Kubernetes quantity/m],
    "a claim name that Kubernetes refuses (B-14)": [
      { claimName: " jenkins" },
      /^claimName: .*got " jenkins"; remove the space around it$/m,
    ],
    "a host name in place of a label (A-25)": [
      { nodes: { ...nodes, key: "kubernetes.io/hostname" } },
      /^nodes: .*; a host name would tie the data to one machine$/m,
    ],
  };
  for (const [what, [overrides, message]] of Object.entries(rejections))
    it(`rejects ${what}`, async () => {
      await assert.rejects(
        construct(() => new IscsiVolume("home", args(overrides))),
        { message },
      );
    });

  it("rejects a name that cannot be a volume's, and lists all problems by path", async () => {
    const bad = args({ size: "many", claimName: "Jenkins" });
    await assert.rejects(
      construct(() => new IscsiVolume("Home", bad)),
      (error: Error) => {
        const paths = error.message
          .split("\n")
          .slice(1)
          .map((line) => line.split(":")[0]);
        assert.deepEqual(paths, ["claimName", "name", "size"]);
        return true;
      },
    );
  });
});

function args(overrides: Partial<IscsiVolumeArgs> = {}): IscsiVolumeArgs {
  return {
    namespace: pulumi.output("jenkins"),
    claimName: "jenkins-claim",
    size: "20Gi",
    target: {
      portal: "[FD5C:1a8:7e2b:30::10]:3260",
      iqn: "iqn.2000-01.com.synology:nas.jenkins",
      lunNumber: 1,
    },
    chap: { user: "jenkins", password: pulumi.secret("chap-password") },
    secretNamespace: pulumi.output("jenkins-storage"),
    nodes: { key: "network.example/storage", operator: "Exists" },
    ...overrides,
  };
}

async function volumeAndClaim(overrides: Partial<IscsiVolumeArgs> = {}) {
  const deployment = await construct(() => new IscsiVolume("home", args(overrides)));
  return {
    volume: deployment.only("PersistentVolume"),
    claim: deployment.only("PersistentVolumeClaim"),
  };
}
