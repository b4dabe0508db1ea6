// Every object the program asks for, as the mocks record it, sent to a real API server that refuses unknown
// fields and what its admission forbids, and must not even warn of one. Nothing is stored, and nothing runs.
import assert from "node:assert/strict";

import type { Platform } from "../../local/up";
import { manifests, type Manifest } from "../support/manifests";
import { deployProgram, sections } from "../support/program";
import { everything } from "./support/everything";
import { kubectl, wholePlatform } from "./support/platform";

const prefix = "strict-";
const inMaintenance = {
  ...everything,
  jenkins: { ...(everything["jenkins"] as object), maintenance: true },
};

describe("the program's objects", () => {
  let here: Platform;
  const stacks: Record<string, Manifest[]> = {};

  before(async () => {
    here = await wholePlatform();
    for (const [name, changes] of Object.entries({ plain: {}, everything, inMaintenance }))
      stacks[name] = manifests(await deployProgram(apart({ ...sections, ...changes })));
    await kubectl(here, ["create", "--filename", "-"], list(namespaces()));
  });

  after(async () => {
    await kubectl(here, ["delete", "--wait=false", "--filename", "-"], list(namespaces()));
  });

  for (const [name, atLeast] of [
    ["plain", 20],
    ["everything", 60],
    ["inMaintenance", 60],
  ] as const)
    it(`are accepted without a warning by a strict API server and its admission: ${name} (P-01)`, async () => {
      const objects = (stacks[name] ?? []).filter(({ kind }) => kind !== "Namespace");
      assert.ok(objects.length > atLeast);
      const printed = await dryRun(objects.map(withFreeName));
      assert.equal(printed.split("\n").length, objects.length);
    });

  it("would be refused with a misspelt field", async () => {
    const volume = one("PersistentVolume");
    const misspelt = { ...volume, spec: { ...(volume["spec"] as object), capcity: {} } };
    await assert.rejects(dryRun([misspelt]), /unknown field "capcity"/);
  });

  it("would not pass with a warning either", async () => {
    const controller = one("StatefulSet");
    const spec = controller["spec"] as { template: { spec: object } };
    const nodeSelector = { "beta.kubernetes.io/os": "linux" };
    const template = { ...spec.template, spec: { ...spec.template.spec, nodeSelector } };
    const old = { ...controller, spec: { ...spec, template } };
    await assert.rejects(dryRun([old]), /deprecated since v1\.14[^]*warnings? received/);
  });

  function one(wanted: string): Manifest {
    const found = stacks["plain"]?.find(({ kind }) => kind === wanted);
    if (found === undefined) throw new Error(`the program makes no ${wanted}`);
    return withFreeName(found);
  }

  function dryRun(objects: readonly Manifest[]): Promise<string> {
    const strict = ["--dry-run=server", "--validate=strict", "--warnings-as-errors"];
    return kubectl(
      here,
      ["create", ...strict, "--output", "name", "--filename", "-"],
      list(objects),
    );
  }

  /** Those of all the stacks, each once. */
  function namespaces(): Manifest[] {
    const all = Object.values(stacks)
      .flat()
      .filter(({ kind }) => kind === "Namespace");
    return [...new Map(all.map((object) => [object.metadata.name, object])).values()];
  }
});

/** The same settings in namespaces that no other stack on the platform has. */
function apart(all: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    ...all,
    jenkins: { ...(all["jenkins"] as object), namespace: `${prefix}jenkins` },
    jobs: { ...(all["jobs"] as object), namespace: `${prefix}jobs` },
    storage: { ...(all["storage"] as object), secretNamespace: `${prefix}storage` },
  };
}

/** A cluster-scoped object may exist already: the platform is shared. */
function withFreeName(object: Manifest): Manifest {
  const { name, namespace } = object.metadata;
  if (namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, name: `${prefix}${name}` } };
}

function list(items: readonly Manifest[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
