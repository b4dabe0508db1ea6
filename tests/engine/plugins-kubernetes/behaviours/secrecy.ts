import assert from "node:assert/strict";

import { Secret, isProperties, type Value } from "../../../../local/plugins/rpc/values";
import type { World } from "../world";
import { configMap, secret, types } from "./objects";

const password = "correct horse battery staple";
const encoded = Buffer.from(password).toString("base64");

export function secrecy(world: World): void {
  it("keeps the data of a Secret secret in inputs and outputs, stringData folded into data", async () => {
    const namespace = await world.cluster.namespace();
    // Not marked: the plugin knows what a Secret is.
    const inputs = secret({ name: "s", namespace }, { stringData: { password } });
    const made = await world.plugin.create(types.secret, "s", inputs);
    assert.deepEqual(made.outputs["data"], new Secret({ password: encoded }));
    assert.equal(made.outputs["stringData"], undefined);
    assert.deepEqual(exposed(made.outputs), []);
    assert.deepEqual(exposed(made.inputs), []);
  });

  it("keeps it secret over update and refresh", async () => {
    const namespace = await world.cluster.namespace();
    const stringData = (more: string): Value => new Secret({ password, more });
    const inputs = secret({ name: "s", namespace }, { stringData: stringData("1") });
    const made = await world.plugin.create(types.secret, "s", inputs);
    const next = secret({ name: "s", namespace }, { stringData: stringData("2") });
    const changed = await world.plugin.update(made, next);
    assert.deepEqual(exposed(changed.outputs), []);
    const live = await world.plugin.read(changed);
    assert.ok(live !== undefined);
    assert.deepEqual(exposed(live.outputs), []);
    assert.deepEqual(exposed(live.inputs), []);
    assert.equal((await world.plugin.diff(live, next)).changed, false);
    const { data } = await world.cluster.get("secret", "s", namespace);
    assert.deepEqual(data, { password: encoded, more: Buffer.from("2").toString("base64") });
  });

  it("removes a key of stringData that left the program", async () => {
    const namespace = await world.cluster.namespace();
    const made = await world.plugin.create(
      types.secret,
      "s",
      secret({ name: "s", namespace }, { stringData: { a: "1", b: "2" } }),
    );
    const once = await world.plugin.update(
      made,
      secret({ name: "s", namespace }, { stringData: { a: "1", c: "3" } }),
    );
    await world.plugin.update(once, secret({ name: "s", namespace }, { stringData: { a: "1" } }));
    const { data } = await world.cluster.get("secret", "s", namespace);
    assert.deepEqual(Object.keys(data ?? {}), ["a"]);
  });

  it("keeps a secret value of any other object secret", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = configMap(
      { name: "c", namespace },
      { plain: "x", password: new Secret(password) },
    );
    const made = await world.plugin.create(types.configMap, "c", inputs);
    assert.deepEqual(made.outputs["data"], { plain: "x", password: new Secret(password) });
    assert.deepEqual(exposed(made.outputs), []);
  });

  it("says no secret value in an error", async () => {
    const namespace = await world.cluster.namespace();
    const labels = { password: new Secret(password) };
    const inputs = configMap({ name: "c", namespace, labels }, {});
    const failed = world.plugin.create(types.configMap, "c", inputs);
    await assert.rejects(failed, (error: Error) => {
      assert.match(error.message, /metadata\.labels: Invalid value/);
      if (world.subject.origin === "offline") assert.equal(error.message.includes(password), false);
      return true;
    });
  });
}

/** The places where the password stands outside a secret mark. */
function exposed(value: Value, path = ""): string[] {
  if (value instanceof Secret) return [];
  if (typeof value === "string") {
    return value.includes(password) || value.includes(encoded) ? [path] : [];
  }
  if (Array.isArray(value)) {
    return (value as Value[]).flatMap((item, index) => exposed(item, `${path}[${index}]`));
  }
  if (!isProperties(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => exposed(item, `${path}.${name}`));
}
