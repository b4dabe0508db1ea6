// What is asked of Kubernetes so that a node follows its LUN. What the script does with a real file system is proven in
// tests/growth-script.
import assert from "node:assert/strict";

import { devicePath } from "../../../../components/storage/growth/device";
import { growthSteps } from "../../../../components/storage/growth/steps";
import {
  VolumeGrowth,
  type VolumeGrowthArgs,
} from "../../../../components/storage/growth/volume-growth";
import { construct } from "../../../support/deploy";

const target = {
  portal: "[fd5c:1a8:7e2b:30::10]:3260",
  iqn: "iqn.2000-01.com.synology:nas.jenkins",
  lunNumber: 1,
};
const device =
  "/dev/disk/by-path/ip-fd5c:1a8:7e2b:30::10:3260-iscsi-iqn.2000-01.com.synology:nas.jenkins-lun-1";

const args: VolumeGrowthArgs = {
  image: "docker.io/gentoo/stage3:nomultilib-20260824",
  namespace: "jenkins-growth",
  size: "500Gi",
  target,
  controllerNamespace: "jenkins",
  tolerations: { "node-role.kubernetes.io/ci": {} },
};

const made = (changes: Partial<VolumeGrowthArgs> = {}) =>
  construct(() => new VolumeGrowth("growth", { ...args, ...changes }));

describe("VolumeGrowth", () => {
  it("runs on the node that has the controller, whatever it is tainted with (A-25)", async () => {
    const { spec } = (await made()).only("Job").inputs;
    const pod = spec.template.spec;
    assert.deepEqual(pod.affinity, {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            labelSelector: {
              matchLabels: {
                "app.kubernetes.io/name": "jenkins-stack",
                "app.kubernetes.io/component": "controller",
                "app.kubernetes.io/part-of": "jenkins-stack",
              },
            },
            namespaces: ["jenkins"],
            topologyKey: "kubernetes.io/hostname",
          },
        ],
      },
    });
    assert.deepEqual(pod.tolerations, [{ key: "node-role.kubernetes.io/ci", operator: "Exists" }]);
  });

  it("is privileged in a namespace of its own, without network, token or folder of the node", async () => {
    const deployment = await made();
    const { labels } = deployment.only("Namespace").inputs.metadata;
    assert.equal(labels["pod-security.kubernetes.io/enforce"], "privileged");
    const policy = deployment.only("NetworkPolicy").inputs;
    assert.equal(policy.metadata.namespace, "jenkins-growth");
    assert.deepEqual(policy.spec, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    const job = deployment.only("Job").inputs;
    assert.equal(job.metadata.namespace, "jenkins-growth");
    const pod = job.spec.template.spec;
    assert.equal(pod.automountServiceAccountToken, false);
    assert.equal(pod.volumes, undefined);
    assert.equal(pod.hostNetwork, undefined);
    assert.deepEqual(pod.containers[0]?.securityContext, {
      privileged: true,
      runAsUser: 0,
      readOnlyRootFilesystem: true,
    });
  });

  it("is told the LUN and its size in bytes, so that another size is another Job (A-27)", async () => {
    const environment = async (changes: Partial<VolumeGrowthArgs>) => {
      const [container] = (await made(changes)).only("Job").inputs.spec.template.spec.containers;
      return Object.fromEntries(
        (container?.env ?? []).map(({ name, value }: { name: string; value: string }) => [
          name,
          value,
        ]),
      );
    };
    assert.deepEqual(await environment({}), {
      IQN: target.iqn,
      PORTAL: target.portal,
      DEVICE: device,
      BYTES: String(500 * 2 ** 30),
      FS_TYPE: "ext4",
    });
    assert.equal((await environment({ size: "600Gi" }))["BYTES"], String(600 * 2 ** 30));
    assert.equal((await environment({ fsType: "xfs" }))["FS_TYPE"], "xfs");
  });

  it("refuses what no LUN has", async () => {
    await assert.rejects(made({ size: "500GB" }), /size: expected a Kubernetes quantity/);
    await assert.rejects(made({ image: "gentoo" }), /image: expected/);
  });
});

describe("devicePath", () => {
  it("is udev's name of the LUN, which has no brackets (A-24)", () => {
    assert.equal(devicePath(target), device);
  });
});

describe("growthSteps", () => {
  it("rescans the session and grows ext4 by its device", () => {
    assert.deepEqual(growthSteps({ target }), [
      "iscsiadm --mode node --targetname iqn.2000-01.com.synology:nas.jenkins --portal [fd5c:1a8:7e2b:30::10]:3260 --rescan",
      `resize2fs ${device}`,
    ]);
  });

  it("grows xfs by where it is mounted", () => {
    assert.equal(
      growthSteps({ target, fsType: "xfs" })[1],
      `xfs_growfs "$(findmnt --noheadings --first-only --output TARGET --source "$(readlink -f ${device})")"`,
    );
  });
});
