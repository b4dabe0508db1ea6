import assert from "node:assert/strict";

import { passes, Stack, type Run } from "../stack";
import { uniqueName } from "../support";
import type { World } from "../world";

/** One stack from its first preview to its end: each test goes on where the one before it ended. */
export function living(world: World): void {
  const name = uniqueName("app");
  const changed = { CHANGE: "2" };
  let stack: Stack;
  let adoptedFrom: string;
  let uidBefore: string;
  let second: Run;
  const live = (configMap: string) => world.cluster.get("configmap", configMap, name);

  before(async () => {
    adoptedFrom = await world.cluster.namespace();
    const metadata = { name: "theirs", namespace: adoptedFrom };
    await world.cluster.create({
      ...{ apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } },
    });
    uidBefore = (await world.cluster.get("configmap", "theirs", adoptedFrom)).metadata.uid;
    stack = await Stack.create(
      world,
      `
const namespace = new k8s.core.v1.Namespace("namespace", { metadata: { name: "${name}" } }, provider);
const inside = { namespace: namespace.metadata.name };
const named = (name) => ({ metadata: { name, ...inside } });
const data = { a: change || "1" };
new k8s.core.v1.Secret("secret", { ...named("secret"), stringData: { password: "swordfish" } }, provider);
const settings = new k8s.core.v1.ConfigMap("settings", { ...named("settings"), data }, provider);
new k8s.core.v1.ConfigMap("other", { metadata: inside, data: { name: settings.metadata.name, uid: settings.metadata.uid } }, provider);
new k8s.core.v1.ConfigMap("fixed", { ...named("fixed"), data, immutable: true }, provider);
new k8s.core.v1.ConfigMap("auto", { metadata: inside, data, immutable: true }, provider);
for (const name of ["drifted", "lost"]) {
  new k8s.core.v1.ConfigMap(name, { ...named(name), data: { a: "1" } }, provider);
}
new k8s.core.v1.ConfigMap("adopted", { metadata: ${JSON.stringify(metadata)}, data: { a: "1" } },
  { ...provider, import: "${adoptedFrom}/theirs" });
`,
    );
  });

  it("announces what it would make and import, and then sees no change", async () => {
    const ops = (await stack.steps()).map((step) => step.split(" ")[0]);
    assert.deepEqual(ops.sort(), [...Array<string>(9).fill("create"), "import"]);
    passes(await stack.up());
    assert.deepEqual(await stack.steps(), []);
  });

  it("has imported the object that the inputs describe, not another one", async () => {
    const { metadata } = await world.cluster.get("configmap", "theirs", adoptedFrom);
    assert.equal(metadata.uid, uidBefore);
  });

  it("announces only what changed; drift is invisible without a refresh", async () => {
    const patch = ["--type=merge", "-p", JSON.stringify({ data: { a: "by hand" } })];
    await world.cluster.kubectl(["patch", "configmap", "drifted", "-n", name, ...patch]);
    await world.cluster.kubectl(["delete", "configmap", "lost", "-n", name]);
    assert.deepEqual((await stack.steps(changed)).sort(), [
      "replace auto",
      "replace fixed",
      "update settings",
    ]);
  });

  it("deletes an object of a fixed name before it makes the new one, an autonamed one after", async () => {
    const { uid } = (await live("fixed")).metadata;
    second = await stack.up(changed);
    passes(second);
    const deletedFirst = (object: string): boolean =>
      second.text.indexOf(`${object} deleted original`) <
      second.text.indexOf(`${object} creating replacement`);
    assert.deepEqual([deletedFirst("fixed"), deletedFirst("auto")], [true, false]);
    assert.notEqual((await live("fixed")).metadata.uid, uid);
  });

  it("changes in place what can be changed in place", async () => {
    assert.match(second.text, /settings updated/);
    assert.deepEqual((await live("settings")).data, { a: "2" });
  });

  it("keeps secret data out of the state in clear", async () => {
    const state = await stack.state();
    for (const form of ["swordfish", Buffer.from("swordfish").toString("base64")])
      assert.equal(state.includes(form), false);
  });

  it("turns drift into a change to undo, and a missing object into one to create", async () => {
    passes(await stack.refresh(changed));
    assert.deepEqual((await stack.steps(changed)).sort(), ["create lost", "update drifted"]);
    passes(await stack.up(changed));
    assert.deepEqual((await live("drifted")).data, { a: "1" });
    assert.deepEqual((await live("lost")).data, { a: "1" });
  });

  it("leaves nothing behind", async () => {
    passes(await stack.destroy());
    assert.equal(await world.cluster.has("namespace", name), false);
  });
}
