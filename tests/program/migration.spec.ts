import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { homeMigration } from "../../program/migration";
import type { Settings } from "../../stacks";
import { deploy } from "../support/deploy";
import { named, single } from "../support/find";

const image = "docker.io/gentoo/stage3:nomultilib-20260824";

describe("homeMigration", () => {
  it("makes nothing without the setting (A-29)", async () => {
    const { deployment, claim } = await migrated(undefined);
    assert.equal(claim, undefined);
    assert.deepEqual(deployment.inventory(), []);
  });

  it("moves a home of the stack from one claim to another, as its controller is placed and labelled (A-10, A-15)", async () => {
    const { deployment } = await migrated({
      from: { claim: "jenkins" },
      to: "home",
      phase: "copy",
    });
    const { spec } = deployment.only("Job", "home-migration-copy").inputs.spec.template;
    const claims = ["old", "new"].map((name) => named(spec.volumes, name).persistentVolumeClaim);
    assert.deepEqual(claims, [{ claimName: "jenkins" }, { claimName: "home" }]);
    assert.deepEqual(spec.securityContext.seLinuxOptions, { level: "s0:c35,c75" });
    assert.deepEqual(spec.tolerations, [{ key: "ci", operator: "Exists" }]);
    const terms =
      spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    assert.deepEqual(
      single(terms).matchExpressions.map(({ key }) => key),
      ["network.example/storage", "kubernetes.io/arch", "kubernetes.io/os"],
    );
    assert.deepEqual(deployment.all("PersistentVolumePatch"), []);
  });

  it("keeps a home that another program made", async () => {
    const from = { claim: "longhorn", podLabels: { app: "jenkins" } };
    const { deployment } = await migrated({ from, phase: "check" });
    assert.equal(deployment.only("Job").name, "jenkins-migration-check");
    assert.equal(deployment.only("PersistentVolumePatch").inputs.metadata.name, "pv-of-longhorn");
  });

  it("has the controller wait for the switch, and for no other phase (A-29)", async () => {
    for (const phase of ["check", "precopy", "copy"] as const) {
      const { claim } = await migrated({ from: { claim: "jenkins" }, to: "home", phase });
      assert.equal(claim, undefined, phase);
    }
    const { claim, waitsFor } = await migrated({
      from: { claim: "home" },
      to: "jenkins",
      phase: "switch",
    });
    assert.equal(claim, "jenkins");
    assert.deepEqual(waitsFor, ["jenkins-migration-switch"]);
  });
});

type Migration = NonNullable<Settings["storage"]["migration"]>;

/** A run with two homes, `jenkins` in use and `home` beside it. */
async function migrated(migration: Omit<Migration, "image" | "hours"> | undefined) {
  const settings = {
    jenkins: {
      claim: "jenkins",
      arch: "amd64",
      tolerations: { ci: {} },
      selinux: { strategy: "mount", level: "s0:c35,c75", kubernetesVersion: "1.37" },
    },
    storage: {
      homes: { home: { lun: "spare" } },
      ...(migration === undefined ? {} : { migration: { ...migration, image, hours: 24 } }),
    },
  } as unknown as Settings;
  let made: pulumi.Output<string> | undefined;
  const deployment = await deploy(() => {
    const claims = ["jenkins", "home"].map(
      (name) => [name, { claimName: pulumi.output(name) }] as const,
    );
    made = homeMigration(
      settings,
      {
        namespace: "jenkins",
        nodes: { key: "network.example/storage", operator: "Exists" },
        claims: new Map(claims),
      },
      {},
    );
  });
  const claim = made === undefined ? undefined : await valueOf(made);
  const resources = made === undefined ? [] : [...(await dependenciesOf(made))];
  return { deployment, claim, waitsFor: await Promise.all(resources.map(nameOf)) };
}

/** What has to be there before an output has its value. */
function dependenciesOf(output: pulumi.Output<unknown>): Promise<ReadonlySet<pulumi.Resource>> {
  return (
    output as unknown as { allResources: () => Promise<ReadonlySet<pulumi.Resource>> }
  ).allResources();
}

/** The logical name of a resource, the last part of its URN. */
async function nameOf({ urn }: pulumi.Resource): Promise<string> {
  return (await valueOf(urn)).split("::").at(-1) ?? "";
}

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => {
      resolve(value);
    });
  });
}
