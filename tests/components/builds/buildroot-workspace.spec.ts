// What the program asks for. That the scripts decide rightly is in tests/buildroot-scripts.
import assert from "node:assert/strict";

import { buildrootVolumes } from "../../../components/builds/buildroot-volumes";
import {
  BuildrootWorkspace,
  type BuildrootWorkspaceArgs,
} from "../../../components/builds/buildroot-workspace";
import { podTemplate } from "../../../components/jenkins/configuration/pod-template";
import { construct } from "../../support/deploy";
import { named } from "../../support/find";
import { buildroot } from "./settings";

describe("buildrootVolumes", () => {
  it("tells LUNs from claims of a storage class, for one node at a time (A-60)", () => {
    assert.deepEqual(buildrootVolumes(buildroot), {
      luns: { buildroot: "buildroot" },
      folders: {
        "buildroot-aimee": {
          storageClass: "local-path",
          size: "60Gi",
          accessMode: "ReadWriteOnce",
        },
      },
    });
  });
});

describe("BuildrootWorkspace", () => {
  const args: BuildrootWorkspaceArgs = { ...buildroot, namespace: "jenkins-jobs" };

  async function agents() {
    let made: BuildrootWorkspace | undefined;
    await construct(() => (made = new BuildrootWorkspace("buildroot", args)));
    return made?.agents ?? [];
  }

  it("puts the scripts where agents mount them from, with the common labels", async () => {
    const deployed = await construct(() => new BuildrootWorkspace("buildroot", args));
    const { inputs, parent } = deployed.only("ConfigMap");
    assert.deepEqual(Object.keys(inputs.data).sort(), ["build.sh", "decide.awk", "with-lock.sh"]);
    assert.deepEqual(inputs.metadata, {
      name: "buildroot-scripts",
      namespace: "jenkins-jobs",
      labels: {
        "app.kubernetes.io/name": "jenkins-stack",
        "app.kubernetes.io/component": "buildroot",
        "app.kubernetes.io/part-of": "jenkins-stack",
        "app.kubernetes.io/managed-by": "pulumi",
      },
    });
    assert.equal(parent, "buildroot");
  });

  it("offers one kind of agent a volume, by the label of its name (A-69)", async () => {
    assert.deepEqual(
      (await agents()).map(({ name, labels, forAnyBuild }) => [name, labels, forAnyBuild]),
      [
        ["buildroot", ["buildroot"], false],
        ["buildroot-aimee", ["buildroot-aimee"], false],
      ],
    );
  });

  it("never lets two pods of a kind be, nor one outlive its build (A-61)", async () => {
    for (const { instanceCap, idleMinutes, podRetention } of await agents())
      assert.deepEqual([instanceCap, idleMinutes, podRetention], [1, 0, "never"]);
  });

  it("mounts the volume at one path and leaves the workspace to the pod (A-60)", async () => {
    const aimee = named(await agents(), "buildroot-aimee");
    assert.deepEqual(aimee.volumes, [
      { mountPath: "/var/cache/buildroot", claimName: "buildroot-aimee", readOnly: false },
      {
        mountPath: "/opt/jenkins-stack/buildroot",
        source: { configMap: { name: "buildroot-scripts" } },
      },
    ]);
    assert.equal(aimee.workspace, undefined);
  });

  it("keeps downloads and compiler's results on the volume, outside of the output", async () => {
    const environment = (await agents())[0]?.containers?.[0]?.environment;
    assert.deepEqual(environment, {
      HOME: "/home/jenkins/agent",
      BUILDROOT_CACHE: "/var/cache/buildroot",
      BUILDROOT_IMAGE: buildroot.image,
      BUILDROOT_JOBS: "8",
      BUILDROOT_LOCK_SECONDS: "600",
      BR2_DL_DIR: "/var/cache/buildroot/dl",
      BR2_CCACHE_DIR: "/var/cache/buildroot/ccache",
      CCACHE_MAXSIZE: "10Gi",
    });
  });

  it("runs as the agent's user, on one SELinux level and where the architecture fits (A-15, A-68)", async () => {
    for (const agent of await agents()) {
      const { yaml, nodeSelector } = podTemplate(agent, {
        agentImage: "registry.example/agent:1.0.0",
        serviceAccount: "jenkins-agent",
        podRetention: "never",
      });
      assert.match(yaml, /level: s0:c35,c75/);
      assert.equal(yaml.match(/runAsUser: 1000/g)?.length, 2);
      assert.match(yaml, /fsGroup: 1000/);
      assert.equal(nodeSelector, "kubernetes.io/arch=amd64,kubernetes.io/os=linux");
    }
  });

  it("asks for what the settings say (B-08)", async () => {
    assert.deepEqual((await agents())[0]?.containers?.[0]?.resources, buildroot.resources);
  });

  const refusals: readonly (readonly [string, Partial<BuildrootWorkspaceArgs>, string])[] = [
    [
      "an image that moves",
      { image: "registry.example/ci/buildroot" },
      'image: expected an image with its registry and an exact tag or digest, got "registry.example/ci/buildroot"; a moving tag would change the software on every pod restart',
    ],
    [
      "no volume",
      { volume: {} },
      'volume: expected either a LUN or a storage class, got "neither"',
    ],
    [
      "a storage class without a size",
      { volume: { storageClass: "fast" } },
      "volume.size: expected a size for the storage class, got nothing",
    ],
    [
      "a size beside a LUN",
      { workspaces: { a: { lun: "a", size: "60Gi" } } },
      'workspaces.a.size: expected no size: the LUN has one, got "60Gi"',
    ],
    [
      "a workspace whose name no claim can have",
      { workspaces: { A: { lun: "a" } } },
      'workspaces.A: expected a name of lower-case letters, digits and - (RFC 1123), got "A"; did you mean "a"?',
    ],
    [
      "an SELinux level that is none",
      { seLinuxLevel: "s0" },
      'seLinuxLevel: expected an SELinux level such as "s0:c35,c75", got "s0"; two categories keep other pods from the files',
    ],
    [
      "a wait that is none",
      { lockWaitSeconds: -1 },
      "lockWaitSeconds: expected a whole number from 0, got -1",
    ],
  ];
  for (const [what, change, message] of refusals)
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        construct(() => new BuildrootWorkspace("buildroot", { ...args, ...change })),
        { message: `invalid arguments for BuildrootWorkspace "buildroot"\n${message}` },
      );
    });
});
