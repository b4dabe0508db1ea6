// What a migration asks of a cluster. tests/migration/ runs its scripts, tests/engine/ schedules its pods; nothing proves
// what a kubelet mounts.
import assert from "node:assert/strict";

import type * as pulumi from "@pulumi/pulumi";

import { markerFile } from "../../../../components/internal/migrated-home";
import type { MigrationPhase } from "../../../../components/storage/migration/settings";
import { VolumeMigration } from "../../../../components/storage/migration/volume-migration";
import { construct } from "../../../support/deploy";
import { named, single } from "../../../support/find";
import { foreign, migration, migrationArgs, phases, pod, podOf } from "./migration-run";

describe("VolumeMigration", () => {
  for (const phase of phases)
    it(`makes one Job for the phase ${phase} and nothing else, named after it (A-29)`, async () => {
      const deployment = await migration({ phase });
      assert.deepEqual(deployment.inventory().slice(1), [
        `jenkins-home-migration/Job/jenkins-home-migration-${phase}`,
      ]);
      const { metadata, spec } = deployment.only("Job").inputs;
      assert.equal(metadata.name, `jenkins-home-migration-${phase}`);
      assert.equal(metadata.namespace, "jenkins");
      assert.equal(named(pod(spec).containers[0]!.env, "PHASE").value, phase);
    });

  it("makes the same objects in a preview, and knows its claim there", async () => {
    let name: pulumi.Output<string> | undefined;
    const shown = await construct(
      () => {
        const made = new VolumeMigration("jenkins-home-migration", migrationArgs(foreign));
        name = made.claimName;
        return made;
      },
      { preview: true },
    );
    assert.deepEqual(shown.inventory(), (await migration(foreign)).inventory());
    assert.equal(await known(name!), "jenkins-home");
  });

  it("lets the old volume be read only, and the new one be written only by copies (A-29)", async () => {
    const readOnly = async (phase: MigrationPhase) => {
      const { containers, volumes } = await podOf({ phase });
      const mounts = single(containers).volumeMounts;
      const names = ["old", "new"].map((name) => named(volumes, name).persistentVolumeClaim);
      assert.deepEqual(names, [{ claimName: "jenkins" }, { claimName: "jenkins-home" }]);
      return [named(mounts, "old").readOnly, named(mounts, "new").readOnly];
    };
    assert.deepEqual(await readOnly("check"), [true, true]);
    assert.deepEqual(await readOnly("precopy"), [true, false]);
    assert.deepEqual(await readOnly("copy"), [true, false]);
    assert.deepEqual(await readOnly("switch"), [true, true]);
  });

  it("is root with the rights that keep owners, and with no others", async () => {
    const spec = await podOf();
    assert.deepEqual(single(spec.containers).securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: {
        drop: ["ALL"],
        add: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETFCAP"],
      },
    });
    assert.equal(spec.automountServiceAccountToken, false);
    assert.equal(spec.securityContext.fsGroup, undefined);
  });

  it("carries the level and the annotations of the controller, whose volume it shares (A-10, A-11)", async () => {
    const deployment = await migration({
      seLinux: {
        context: { seLinuxOptions: { level: "s0:c35,c75" } },
        annotations: { "example.org/skip": "true" },
      },
    });
    const { template } = deployment.only("Job").inputs.spec;
    assert.deepEqual(template.spec.securityContext, {
      runAsUser: 0,
      runAsGroup: 0,
      seccompProfile: { type: "RuntimeDefault" },
      seLinuxOptions: { level: "s0:c35,c75" },
    });
    assert.deepEqual(template.metadata.annotations, { "example.org/skip": "true" });
  });

  it("tries again what a lost node ended, and never what was refused", async () => {
    const { inputs, opts } = (await migration({ hours: 48 })).only("Job");
    assert.deepEqual(inputs.spec.podFailurePolicy, {
      rules: [{ action: "FailJob", onExitCodes: { operator: "In", values: [3] } }],
    });
    assert.equal(inputs.spec.backoffLimit, 6);
    assert.equal(inputs.spec.podReplacementPolicy, "Failed");
    assert.equal(inputs.spec.activeDeadlineSeconds, 48 * 3600);
    assert.deepEqual(opts.customTimeouts, { create: "2885m", update: "2885m" });
    assert.deepEqual(inputs.metadata.annotations, { "pulumi.com/replaceUnready": "true" });
  });

  it("names the old home by namespace, claim and folder", async () => {
    const { containers } = await podOf({ from: { claim: "jenkins", path: "data/jenkins_home" } });
    const { env, command } = single(containers);
    assert.equal(named(env, "FROM").value, "$(NAMESPACE)/jenkins/data/jenkins_home");
    assert.equal(named(env, "OLD").value, "/old/data/jenkins_home");
    assert.ok(command[2]!.includes(`marker=$NEW/${markerFile}`));
  });

  describe("of a home that another program made", () => {
    it("has its volume kept when its claim goes, and takes nothing back at the end (A-30, P-08)", async () => {
      const deployment = await migration(foreign);
      const { inputs, opts } = deployment.only("PersistentVolumePatch");
      assert.equal(inputs.metadata.name, "pv-of-jenkins");
      assert.deepEqual(inputs.metadata.annotations, { "pulumi.com/patchForce": "true" });
      assert.deepEqual(inputs.spec, { persistentVolumeReclaimPolicy: "Retain" });
      assert.equal(opts.retainOnDelete, true);
      assert.equal(deployment.only("PersistentVolumeClaim").read, true);
    });

    it("lets nobody delete claim or volume, and nobody else's are touched (A-30)", async () => {
      const deployment = await migration(foreign);
      const policy = deployment.only("ValidatingAdmissionPolicy");
      const { matchConstraints } = policy.inputs.spec;
      assert.deepEqual(matchConstraints.namespaceSelector, {
        matchLabels: { "kubernetes.io/metadata.name": "jenkins" },
      });
      assert.deepEqual(
        matchConstraints.resourceRules.map(({ resources, resourceNames, operations }) => [
          ...[resources, resourceNames, operations],
        ]),
        [
          [["persistentvolumeclaims"], ["jenkins"], ["DELETE"]],
          [["persistentvolumes"], ["pv-of-jenkins"], ["DELETE", "UPDATE"]],
        ],
      );
      const binding = deployment.only("ValidatingAdmissionPolicyBinding").inputs.spec;
      assert.deepEqual(binding.validationActions, ["Deny"]);
    });

    it("tells the check alone who looks after the claim", async () => {
      const told = async (phase: MigrationPhase) =>
        single((await podOf({ ...foreign, phase })).containers).env.some(
          ({ name }) => name === "RECONCILERS",
        );
      assert.equal(await told("check"), true);
      assert.equal(await told("copy"), false);
    });
  });

  it("rejects what cannot be migrated, all of it at once", async () => {
    await assert.rejects(
      migration({
        from: { claim: "jenkins-home", path: "../etc", podLabels: {} },
        foreign: true,
        image: "docker.io/alpine:latest",
        hours: 0.5,
      }),
      {
        message: [
          'invalid arguments for VolumeMigration "jenkins-home-migration"',
          'from.path: expected a folder within the volume such as jenkins_home, got "../etc"',
          "from.podLabels: expected labels of the pods that use the old claim, got an object",
          "hours: expected a whole number from 1, got 0.5",
          'image: expected an image with its registry and an exact tag or digest, got "docker.io/alpine:latest"; a moving tag would change the software on every pod restart',
          'toClaim: expected another claim than from.claim, got "jenkins-home"; both stay side by side, so that no name is raced',
        ].join("\n"),
      },
    );
  });
});

/** The value of an output, or undefined where a preview does not know it. */
function known<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    output.apply((value) => {
      resolve(value);
    });
  });
}
