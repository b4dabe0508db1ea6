import assert from "node:assert/strict";

import type { Deployment, DeployedResource } from "./support/deploy";
import type { Kinds } from "./support/kinds";
import { isObject, manifests } from "./support/manifests";
import { mockPassword } from "./support/mock-state";
import { deployProgram, sections, secretValues } from "./support/program";
import { leaks } from "./support/secrets";

// Proves what the program asks for. Whether an API server, a NAS or Jenkins accepts it is for the engine tests.
describe("program (P-05)", () => {
  let deployment: Deployment;
  let preview: Deployment;

  before(async () => {
    deployment = await deployProgram();
    preview = await deployProgram({}, { preview: true });
  });

  it("shows the same in a preview, where nothing computed is known", () => {
    assert.deepEqual(preview.inventory(), deployment.inventory());
  });

  it("shows the volumes in a preview down to the last field", () => {
    const inputs = (run: Deployment) => run.all("PersistentVolume").map((volume) => volume.inputs);
    assert.deepEqual(inputs(preview), inputs(deployment));
  });

  it("asks for the same again when nothing has changed (A-14)", async () => {
    const objects = (run: Deployment) => JSON.stringify(sorted(manifests(run)));
    assert.equal(objects(await deployProgram()), objects(deployment));
  });

  it("gives every Kubernetes resource a component as parent and the one provider", () => {
    for (const { type, name, parent, provider } of kubernetes(deployment)) {
      assert.notEqual(parent, undefined, `${type} ${name} has no parent`);
      assert.match(provider, /::cluster::/, `${type} ${name} uses provider ${provider}`);
    }
  });

  it("labels every object it makes as part of the stack (E-07)", () => {
    for (const { type, name, inputs } of deployment.resources.filter(isObject)) {
      const { metadata } = inputs as Kinds["ConfigMap"];
      const found = metadata.labels["app.kubernetes.io/part-of"];
      assert.equal(found, "jenkins-stack", `${type} ${name}`);
    }
  });

  it("protects the LUN, every volume, every claim and every namespace (P-08)", () => {
    const kept = ["PersistentVolume", "PersistentVolumeClaim", "Namespace"] as const;
    const resources = [
      ...deployment.all("Command").filter(({ name }) => name.startsWith("lun-")),
      ...kept.flatMap<DeployedResource>((kind) => deployment.all(kind)),
    ];
    assert.equal(resources.length, 18);
    for (const { type, name, opts } of resources)
      assert.equal(opts.protect, true, `${type} ${name}`);
  });

  it("keeps every volume's data when its claim goes (P-08)", () => {
    for (const { name, inputs } of deployment.all("PersistentVolume"))
      assert.equal(inputs.spec.persistentVolumeReclaimPolicy, "Retain", name);
  });

  it("shows no password outside a secret: not in inputs, not in outputs (A-55)", () => {
    const secrets = [
      ...Object.values(secretValues),
      ...deployment.all("RandomPassword").map(({ name }) => mockPassword(name)),
    ];
    const encoded = secrets.map((secret) => Buffer.from(`jenkins:${secret}`).toString("base64"));
    assert.ok(secrets.length > 5);
    for (const { type, name, inputs } of deployment.resources)
      assert.deepEqual(leaks(inputs, [...secrets, ...encoded]), [], `${type} ${name}`);
    assert.deepEqual(leaks(deployment.outputs, secrets), []);
  });

  it("sends every pod of its own to an architecture and to Linux (A-15, E-08)", () => {
    for (const { name, inputs } of deployment.all("Job"))
      assert.deepEqual(inputs.spec.template.spec.nodeSelector, linuxOnAmd64, name);
    for (const { name, inputs } of deployment.all("CronJob"))
      assert.deepEqual(inputs.spec.jobTemplate.spec.template.spec.nodeSelector, linuxOnAmd64, name);
    assert.ok(deployment.all("Job").length + deployment.all("CronJob").length > 2);
  });

  it("binds nothing in the whole cluster (A-05)", () => {
    assert.deepEqual(deployment.all("ClusterRole"), []);
    assert.deepEqual(deployment.all("ClusterRoleBinding"), []);
  });

  it("puts only the controller's own Secrets where the controller may read (A-04)", () => {
    const namespaces = deployment
      .all("Secret")
      .map(({ name, inputs }) => `${inputs.metadata.namespace}/${name}`);
    assert.deepEqual(namespaces, [
      "jenkins-storage/buildroot-chap",
      "jenkins-jobs/gentoo-rsync-password",
      "jenkins/jenkins-admin",
      "jenkins/jenkins-credentials-jenkins-repohost",
      "jenkins/jenkins-credentials-rpm-gpg-key",
      "jenkins/jenkins-credentials-rpm-gpg-key-passphrase",
      "jenkins-storage/jenkins-home-chap",
      "jenkins/jenkins-reload",
      "jenkins-jobs/jobs-registries",
    ]);
  });

  it("answers where Jenkins is, how to log in, and where the data is (B-02)", () => {
    assert.deepEqual(deployment.outputs["jenkinsUrl"], "https://jenkins.example/");
    assert.deepEqual(deployment.outputs["lun"], {
      iqn: "iqn.2000-01.com.synology:nas.jenkins",
      portal: "[fd5c:1a8:7e2b:30::10]:3260",
      number: 1,
    });
  });

  it("leaves nothing of Gentoo behind when it is off or absent", async () => {
    const gentoo = sections["gentoo"] as object;
    for (const off of [undefined, { ...gentoo, enabled: false }]) {
      const without = await deployProgram({ gentoo: off });
      assert.deepEqual(
        without.inventory().filter((line) => /gentoo/i.test(line)),
        [],
      );
    }
  });

  it("keeps a volume for every cache of builds, and counts its claim (C-08)", async () => {
    const jobs = sections["jobs"] as object;
    const caches = { m2: { export: "/volume1/m2" }, npm: { storageClass: "longhorn-rwx" } };
    const cached = await deployProgram({ jobs: { ...jobs, caches } });
    const claims = cached.all("PersistentVolumeClaim").map(({ name }) => name);
    assert.deepEqual(
      claims.filter((name) => name.startsWith("cache-")),
      ["cache-m2", "cache-npm"],
    );
    const most = (run: Deployment) =>
      Number(run.only("ResourceQuota").inputs.spec.hard["persistentvolumeclaims"]);
    assert.equal(most(cached), most(deployment) + 2);
    assert.equal(cached.only("PersistentVolumeClaim", "cache-npm").opts.protect, true);
  });

  it("makes one LUN for each of the settings and offers one to the controller", async () => {
    const { luns } = sections["storage"] as { luns: { jenkins: object } };
    const spare = { ...luns.jenkins, iqn: "iqn.2000-01.com.synology:nas.spare" };
    const two = await deployProgram({ storage: { luns: { ...luns, spare } } });
    assert.deepEqual(
      two
        .all("Command")
        .map(({ name }) => name)
        .filter((name) => name.startsWith("lun-")),
      ["lun-buildroot", "lun-jenkins", "lun-spare"],
    );
    assert.equal(
      two.only("PersistentVolume", "jenkins-home").inputs.spec.iscsi.iqn,
      "iqn.2000-01.com.synology:nas.jenkins",
    );
  });

  it("switches between two homes by settings, and both volumes stay as they are (A-30)", async () => {
    const { luns } = sections["storage"] as { luns: { jenkins: object } };
    const clone = { ...luns.jenkins, iqn: "iqn.2000-01.com.synology:nas.clone" };
    const home = async (claim: string, lun: string, homes: object) => {
      const run = await deployProgram({
        storage: { luns: { ...luns, clone }, homes },
        jenkins: { ...(sections["jenkins"] as object), claim, lun },
      });
      const { template } = run.only("StatefulSet").inputs.spec;
      const objects = [...run.all("PersistentVolume"), ...run.all("PersistentVolumeClaim")]
        .filter(({ name }) => name.endsWith("-home"))
        .map(({ name, inputs, opts }) => ({ name, spec: inputs.spec, protect: opts.protect }));
      const mounted = template.spec.volumes.flatMap(
        (volume: { persistentVolumeClaim?: { claimName: string } }) =>
          volume.persistentVolumeClaim?.claimName ?? [],
      );
      return { objects: sortedByText(objects), mounted };
    };
    const before = await home("jenkins", "jenkins", { restored: { lun: "clone" } });
    const after = await home("restored", "clone", { jenkins: { lun: "jenkins" } });
    assert.deepEqual(after.objects, before.objects);
    assert.deepEqual([before.mounted, after.mounted], [["jenkins"], ["restored"]]);
    assert.ok(after.objects.some(({ name }) => name === "restored-home"));
  });

  it("registers nothing when a setting is wrong", async () => {
    const network = { nodes: {} };
    await assert.rejects(
      deployProgram({ network }),
      /^Error: invalid settings of stack test: 1 problem/,
    );
  });
});

const linuxOnAmd64 = { "kubernetes.io/arch": "amd64", "kubernetes.io/os": "linux" };

function kubernetes(deployment: Deployment): DeployedResource[] {
  return deployment.resources.filter(({ type }) => type.startsWith("kubernetes:"));
}

function sortedByText<T>(values: readonly T[]): T[] {
  const text = (value: T) => JSON.stringify(value);
  return [...values].sort((one, other) => text(one).localeCompare(text(other)));
}

function sorted<T extends { kind: string; metadata: { name: string } }>(objects: T[]): T[] {
  const key = ({ kind, metadata }: T) => `${kind} ${metadata.name}`;
  return [...objects].sort((one, other) => key(one).localeCompare(key(other)));
}
