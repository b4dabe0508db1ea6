import assert from "node:assert/strict";

import type { Properties } from "../../../../local/plugins/rpc/values";
import { uniqueName } from "../support";
import type { World } from "../world";
import {
  claim,
  configMap,
  iscsiVolume,
  podTemplate,
  secret,
  service,
  statefulSet,
  types,
} from "./objects";

/** A change of one kind and the paths that must replace the object for it. */
interface Case {
  readonly what: string;
  readonly type: string;
  readonly before: (name: string, namespace: string) => Properties;
  readonly after: (name: string, namespace: string) => Properties;
  readonly replaces: readonly string[];
}

const skipAwait = { annotations: { "pulumi.com/skipAwait": "true" } };
const binding =
  (role: string) =>
  (name: string, namespace: string): Properties => ({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name, namespace },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role },
    subjects: [{ kind: "ServiceAccount", name: "default", namespace }],
  });
const set =
  (more: Properties, image?: string) =>
  (name: string, namespace: string): Properties =>
    statefulSet({ name, namespace, ...skipAwait }, podTemplate(name, image), more);
const volume =
  (iqn: string) =>
  (name: string): Properties => ({
    ...iscsiVolume(name, iqn),
    metadata: { name, ...skipAwait },
  });
const claimed =
  (spec: Properties) =>
  (name: string, namespace: string): Properties =>
    claim({ name, namespace, ...skipAwait }, spec);
const oneGibibyte = { resources: { requests: { storage: "1Gi" } } };
const twoGibibytes = { resources: { requests: { storage: "2Gi" } } };
const opaque =
  (type: string) =>
  (name: string, namespace: string): Properties =>
    secret({ name, namespace }, { type, stringData: { username: "u", password: "p" } });
const web =
  (spec: Properties) =>
  (name: string, namespace: string): Properties =>
    service({ name, namespace, ...skipAwait }, spec);

const cases: readonly Case[] = [
  {
    what: "the iSCSI source of a PersistentVolume",
    type: types.persistentVolume,
    before: volume("iqn.2000-01.com.example:nas.home"),
    after: volume("iqn.2000-01.com.example:nas.other"),
    replaces: ["spec.iscsi.iqn"],
  },
  {
    what: "the volume of a claim",
    type: types.persistentVolumeClaim,
    before: claimed({ volumeName: "one" }),
    after: claimed({ volumeName: "two" }),
    replaces: ["spec.volumeName"],
  },
  {
    what: "not the size of a claim",
    type: types.persistentVolumeClaim,
    before: claimed(oneGibibyte),
    after: claimed(twoGibibytes),
    replaces: [],
  },
  {
    what: "the service name of a StatefulSet",
    type: types.statefulSet,
    before: set({ serviceName: "one" }),
    after: set({ serviceName: "two" }),
    replaces: ["spec.serviceName"],
  },
  {
    what: "the revision history limit of a StatefulSet",
    type: types.statefulSet,
    before: set({}),
    after: set({ revisionHistoryLimit: 3 }),
    replaces: ["spec.revisionHistoryLimit"],
  },
  {
    what: "not the image of a StatefulSet",
    type: types.statefulSet,
    before: set({}, "example/app:1"),
    after: set({}, "example/app:2"),
    replaces: [],
  },
  {
    what: "the role of a RoleBinding",
    type: types.roleBinding,
    before: binding("reader"),
    after: binding("writer"),
    replaces: ["roleRef.name"],
  },
  {
    what: "the type of a Secret",
    type: types.secret,
    before: opaque("Opaque"),
    after: opaque("kubernetes.io/basic-auth"),
    replaces: ["type"],
  },
  {
    what: "the cluster address of a Service",
    type: types.service,
    before: web({ selector: { app: "a" } }),
    after: web({ selector: { app: "a" }, clusterIP: "None" }),
    replaces: ["spec.clusterIP"],
  },
];

export function replacing(world: World): void {
  for (const { what, type, before, after, replaces } of cases) {
    it(`is forced by ${what}`.replace("forced by not", "not forced by"), async () => {
      const namespace = await world.cluster.namespace();
      const name = uniqueName("it");
      const made = await world.plugin.create(type, "it", before(name, namespace));
      const diff = await world.plugin.diff(made, after(name, namespace));
      assert.equal(diff.changed, true);
      assert.deepEqual(diff.replaces, replaces);
      assert.equal(diff.deleteBeforeReplace, replaces.length > 0);
    });
  }

  it("is forced by the template of a Job", async () => {
    const namespace = await world.cluster.namespace();
    const job = (image: string): Properties => ({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { namespace, ...skipAwait },
      spec: { template: podTemplate("job", image, { restartPolicy: "Never" }) },
    });
    const made = await world.plugin.create(types.job, "job", job("example/app:1"));
    const diff = await world.plugin.diff(made, job("example/app:2"));
    assert.deepEqual(diff.replaces, ["spec.template.spec.containers[0].image"]);
    assert.equal(diff.deleteBeforeReplace, false, "an autonamed object is created first");
  });

  it("is forced by another name or namespace, without deleting first", async () => {
    const [one, two] = [await world.cluster.namespace(), await world.cluster.namespace()];
    const metadata = { name: "c", namespace: one };
    const made = await world.plugin.create(types.configMap, "c", configMap(metadata, {}));
    const renamed = await world.plugin.diff(made, configMap({ ...metadata, name: "d" }, {}));
    assert.deepEqual(renamed.replaces, ["metadata.name"]);
    assert.equal(renamed.deleteBeforeReplace, false);
    const moved = await world.plugin.diff(made, configMap({ ...metadata, namespace: two }, {}));
    assert.deepEqual(moved.replaces, ["metadata.namespace"]);
    assert.equal(moved.deleteBeforeReplace, false);
  });

  it("is forced by the data of a ConfigMap or Secret unless the provider says they are mutable", async () => {
    const namespace = await world.cluster.namespace();
    const strict = await world.start();
    const metadata = { name: "c", namespace };
    const map = await world.plugin.create(types.configMap, "c", configMap(metadata, { a: "1" }));
    const changed = configMap(metadata, { a: "2" });
    assert.deepEqual((await strict.diff(map, changed)).replaces, ["data.a"]);
    assert.equal((await strict.diff(map, changed)).deleteBeforeReplace, true);
    assert.deepEqual((await world.plugin.diff(map, changed)).replaces, []);

    const kept = await world.plugin.create(
      types.secret,
      "s",
      secret(metadata, { stringData: { a: "1" } }),
    );
    const rotated = secret(metadata, { stringData: { a: "2" } });
    assert.deepEqual((await strict.diff(kept, rotated)).replaces, ["stringData.a"]);
    assert.deepEqual((await world.plugin.diff(kept, rotated)).replaces, []);
  });

  it("is forced by the data of an immutable ConfigMap whatever the provider says", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = (a: string): Properties => configMap({ namespace }, { a }, { immutable: true });
    const made = await world.plugin.create(types.configMap, "c", inputs("1"));
    const diff = await world.plugin.diff(made, inputs("2"));
    assert.deepEqual(diff.replaces, ["data.a"]);
    assert.equal(diff.deleteBeforeReplace, false);
  });

  it("is forced for a provider by another cluster identifier, and by nothing else if there is one", async () => {
    const { plugin } = world;
    const args = (clusterIdentifier: string, kubeconfig: string): Properties => ({
      clusterIdentifier,
      kubeconfig,
    });
    const one = kubeconfigFor("https://one.example.com");
    const two = kubeconfigFor("https://two.example.com");
    assert.equal((await plugin.diffConfig(args("a", one), args("a", one))).changed, false);
    const moved = await plugin.diffConfig(args("a", one), args("a", two));
    assert.equal(moved.changed, true);
    assert.deepEqual(moved.replaces, []);
    const other = await plugin.diffConfig(args("a", one), args("b", one));
    assert.deepEqual(other.replaces, ["clusterIdentifier"]);
  });

  it("is forced for a provider without cluster identifier by another cluster in the kubeconfig", async () => {
    const { plugin } = world;
    const one = { kubeconfig: kubeconfigFor("https://one.example.com") };
    const two = { kubeconfig: kubeconfigFor("https://two.example.com") };
    assert.deepEqual((await plugin.diffConfig(one, two)).replaces, ["kubeconfig"]);
    assert.deepEqual(
      (await plugin.diffConfig(one, { ...one, clusterIdentifier: "a" })).replaces,
      [],
    );
  });
}

function kubeconfigFor(server: string): string {
  return JSON.stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      "current-context": "c",
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      clusters: [{ name: "c", cluster: { server } }],
      users: [{ name: "u", user: { token: "t" } }],
    },
    undefined,
    1,
  );
}
