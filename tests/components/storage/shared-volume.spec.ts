import assert from "node:assert/strict";

import {
  SharedVolume,
  sharedVolumes,
  type SharedVolumeArgs,
} from "../../../components/storage/shared-volume";
import { construct, deploy } from "../../support/deploy";

const place = {
  namespace: "jenkins-jobs",
  claimName: "packages",
  size: "100Gi",
  component: "gentoo",
};

const args = {
  ...place,
  server: "fd5c:1a8:7e2b:0030::10",
  export: "/volume1/packages",
} satisfies SharedVolumeArgs;

describe("SharedVolume", () => {
  it("mounts the folder with NFS 4.1 and names an IPv6 server without brackets (A-62, A-65)", async () => {
    const { volume } = await volumeAndClaim();
    assert.deepEqual(volume.inputs.spec.nfs, {
      server: "fd5c:1a8:7e2b:30::10",
      path: "/volume1/packages",
      readOnly: false,
    });
    assert.deepEqual(volume.inputs.spec.mountOptions, ["nfsvers=4.1", "hard"]);
  });

  it("lets every node write", async () => {
    const { volume, claim } = await volumeAndClaim();
    assert.deepEqual(volume.inputs.spec.accessModes, ["ReadWriteMany"]);
    assert.deepEqual(claim.inputs.spec.accessModes, ["ReadWriteMany"]);
    assert.equal(volume.inputs.spec.nodeAffinity, undefined);
  });

  it("binds both ways, with the empty class, and keeps the data (A-27)", async () => {
    const { volume, claim } = await volumeAndClaim();
    assert.equal(volume.inputs.spec.claimRef.name, "packages");
    assert.equal(volume.inputs.spec.claimRef.namespace, "jenkins-jobs");
    assert.equal(claim.inputs.spec.volumeName, "shared");
    assert.equal(volume.inputs.spec.storageClassName, "");
    assert.equal(claim.inputs.spec.storageClassName, "");
    assert.equal(volume.inputs.spec.persistentVolumeReclaimPolicy, "Retain");
    assert.deepEqual([volume.opts.protect, claim.opts.protect], [true, true]);
    assert.deepEqual(claim.inputs.spec.resources, { requests: { storage: "1Gi" } });
  });

  it("asks a storage class for a volume of every node instead, and for its size", async () => {
    const deployment = await construct(
      () => new SharedVolume("shared", { ...place, storageClass: "longhorn-rwx" }),
    );
    assert.deepEqual(deployment.all("PersistentVolume"), []);
    const { inputs, opts } = deployment.only("PersistentVolumeClaim");
    assert.equal(opts.protect, true);
    assert.deepEqual(inputs.spec, {
      accessModes: ["ReadWriteMany"],
      volumeMode: "Filesystem",
      storageClassName: "longhorn-rwx",
      resources: { requests: { storage: "100Gi" } },
    });
  });

  it("takes a volume of one node where everything runs on that node", async () => {
    const one = { ...place, storageClass: "local", accessMode: "ReadWriteOnce" as const };
    const deployment = await construct(() => new SharedVolume("shared", one));
    assert.deepEqual(deployment.only("PersistentVolumeClaim").inputs.spec.accessModes, [
      "ReadWriteOnce",
    ]);
  });

  it("makes several by name, each with a claim of that name", async () => {
    const { namespace, server, component } = args;
    const deployment = await deploy(() => {
      const one = { export: "/volume1/one", size: "1Gi" };
      const other = { storageClass: "longhorn-rwx", size: "2Gi" };
      return sharedVolumes({ one, other }, { namespace, server, component }, {});
    });
    assert.deepEqual(
      deployment.inventory().filter((line) => line.includes("PersistentVolume")),
      [
        "one/PersistentVolume/one",
        "one/PersistentVolumeClaim/one",
        "other/PersistentVolumeClaim/other",
      ],
    );
  });

  const rejections: Readonly<Record<string, [Partial<SharedVolumeArgs>, RegExp]>> = {
    "a server in brackets": [{ server: "[fd5c::10]" }, /^server: expected an IP address/m],
    "an export that is no absolute path": [
      { export: "packages" },
      /^export: expected an absolute path without a final slash.*, got "packages"$/m,
    ],
    "an export with a final slash": [{ export: "/volume1/" }, /^export: .*got "\/volume1\/"$/m],
    "a size that is no quantity": [{ size: "big" }, /^size: .*got "big"$/m],
    "a volume in two places": [
      { storageClass: "longhorn-rwx" },
      /^export: expected either an exported folder or a storage class, got "both"$/m,
    ],
    "an exported folder for one node": [
      { accessMode: "ReadWriteOnce" },
      /^accessMode: expected ReadWriteMany, got "ReadWriteOnce"; an exported folder is every node's$/m,
    ],
    "a bad claim name": [{ claimName: "Packages" }, /^claimName: .*did you mean "packages"\?$/m],
  };
  for (const [what, [overrides, message]] of Object.entries(rejections))
    it(`rejects ${what}`, async () => {
      const bad = { ...args, ...overrides };
      await assert.rejects(
        construct(() => new SharedVolume("shared", bad)),
        { message },
      );
    });
});

async function volumeAndClaim() {
  const deployment = await construct(() => new SharedVolume("shared", args));
  return {
    volume: deployment.only("PersistentVolume"),
    claim: deployment.only("PersistentVolumeClaim"),
  };
}
