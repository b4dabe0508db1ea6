import assert from "node:assert/strict";

import type * as pulumi from "@pulumi/pulumi";

import { answered } from "../../../preview/hermetic/mocks";
import { Registrations } from "../../../preview/hermetic/registrations";

describe("answered (P-04)", () => {
  function autonamed(inputs: object): string {
    const { state } = answered({
      ...{ type: "kubernetes:core/v1:ConfigMap", name: "jcasc" },
      inputs: { metadata: { labels: {} }, ...inputs },
    });
    return (state as { metadata: { name: string } }).metadata.name;
  }

  it("gives an object that cannot be changed a new name for new content", () => {
    const name = (key: string) => autonamed({ immutable: true, data: { key } });
    assert.match(name("1"), /^jcasc-[0-9a-f]{8}$/);
    assert.equal(name("1"), name("1"));
    assert.notEqual(name("1"), name("2"));
  });

  it("gives a Job a new name for a new specification", () => {
    const type = "kubernetes:batch/v1:Job";
    const name = (image: string) => {
      const inputs = { metadata: {}, spec: { image } };
      return (answered({ type, name: "check", inputs }).state as { metadata: { name: string } })
        .metadata.name;
    };
    assert.notEqual(name("1"), name("2"));
  });

  it("keeps the name of one that is changed in place", () => {
    assert.equal(autonamed({ data: { key: "1" } }), autonamed({ data: { key: "2" } }));
  });

  it("leaves a name that the program gives", () => {
    const inputs = { metadata: { name: "jobs" } };
    const { state } = answered({ type: "kubernetes:core/v1:Namespace", name: "n", inputs });
    assert.deepEqual(state, inputs);
  });

  it("finds whatever is looked up under the name it was asked for", () => {
    const type = "kubernetes:core/v1:PersistentVolumeClaim";
    const { id, state } = answered({ type, name: "old", inputs: {}, id: "jenkins/home" });
    assert.equal(id, "jenkins/home");
    assert.deepEqual(state, { metadata: { name: "home" } });
  });
});

describe("Registrations (P-04)", () => {
  const made = (registrations: Registrations) => (type: string, name: string, opts: object) => {
    const resource = Object.create(null) as pulumi.Resource;
    registrations.record({ resource, type, name, props: {}, opts });
    return resource;
  };

  it("names a resource as the engine does, with the types of all its parents", () => {
    const registrations = new Registrations("prod");
    const make = made(registrations);
    const outer = make("my:Outer", "outer", {});
    const inner = make("my:Inner", "inner", { parent: outer });
    make("k8s:Pod", "pod", { parent: inner });
    assert.equal(
      registrations.of("k8s:Pod", "pod")?.urn,
      "urn:pulumi:prod::jenkins-stack::my:Outer$my:Inner$k8s:Pod::pod",
    );
  });

  it("lets children inherit protection and retention until they say otherwise", () => {
    const registrations = new Registrations("prod");
    const make = made(registrations);
    const parent = make("my:Home", "home", { protect: true, retainOnDelete: true });
    make("k8s:PV", "kept", { parent });
    make("k8s:PV", "loose", { parent, protect: false });
    assert.equal(registrations.of("k8s:PV", "kept")?.protect, true);
    assert.equal(registrations.of("k8s:PV", "kept")?.retainOnDelete, true);
    assert.equal(registrations.of("k8s:PV", "loose")?.protect, false);
  });

  it("knows names from before: own ones, and those of a renamed parent", () => {
    const registrations = new Registrations("prod");
    const make = made(registrations);
    const parent = make("my:New", "home", { aliases: [{ type: "my:Old" }] });
    make("k8s:PV", "volume", { parent, aliases: [{ name: "disk" }, "urn:verbatim"] });
    const base = "urn:pulumi:prod::jenkins-stack";
    assert.deepEqual(registrations.of("k8s:PV", "volume")?.aliases.toSorted(), [
      `${base}::my:New$k8s:PV::disk`,
      `${base}::my:Old$k8s:PV::disk`,
      `${base}::my:Old$k8s:PV::volume`,
      "urn:verbatim",
    ]);
  });

  it("notices two resources that cannot be told apart", () => {
    const registrations = new Registrations("prod");
    const make = made(registrations);
    make("k8s:PV", "one", {});
    make("k8s:PV", "one", {});
    assert.deepEqual(registrations.duplicates, ["k8s:PV one"]);
  });
});
