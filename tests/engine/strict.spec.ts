// Every object the program asks for, as the mocks record it, sent to a real API server that refuses unknown
// fields and what its admission forbids. Nothing is stored, and nothing runs.
import assert from "node:assert/strict";

import type { Platform } from "../../local/up";
import { manifests, type Manifest } from "../support/manifests";
import { deployProgram, sections } from "../support/program";
import { kubectl, platform } from "./support/platform";

describe("the program's objects", () => {
  const prefix = "strict-";
  let here: Platform;
  let objects: Manifest[];

  before(async () => {
    here = await platform();
    const deployment = await deployProgram({
      jenkins: { ...(sections["jenkins"] as object), namespace: `${prefix}jenkins` },
      jobs: { ...(sections["jobs"] as object), namespace: `${prefix}jobs` },
      storage: { ...(sections["storage"] as object), secretNamespace: `${prefix}storage` },
    });
    objects = manifests(deployment);
    await kubectl(here, ["create", "--filename", "-"], list(namespaces()));
  });

  after(async () => {
    await kubectl(here, ["delete", "--wait=false", "--filename", "-"], list(namespaces()));
  });

  const namespaces = () => objects.filter(({ kind }) => kind === "Namespace");

  it("are accepted by a strict API server and its admission (P-01)", async () => {
    const others = objects.filter(({ kind }) => kind !== "Namespace");
    assert.ok(others.length > 20);
    const printed = await kubectl(
      here,
      ["create", "--dry-run=server", "--validate=strict", "--output", "name", "--filename", "-"],
      list(others.map(withFreeName)),
    );
    assert.equal(printed.split("\n").length, others.length);
  });

  it("would be refused with a misspelt field", async () => {
    const [volume] = objects.filter(({ kind }) => kind === "PersistentVolume").map(withFreeName);
    const misspelt = {
      ...volume,
      spec: { ...(volume?.["spec"] as object), capcity: {} },
    } as Manifest;
    await assert.rejects(
      kubectl(
        here,
        ["create", "--dry-run=server", "--validate=strict", "--filename", "-"],
        list([misspelt]),
      ),
      /unknown field "capcity"/,
    );
  });

  /** A cluster-scoped object may exist already: the platform is shared. */
  function withFreeName(object: Manifest): Manifest {
    const { name, namespace } = object.metadata;
    if (namespace !== undefined) return object;
    return { ...object, metadata: { ...object.metadata, name: `${prefix}${name}` } };
  }

  function list(items: readonly Manifest[]): string {
    return JSON.stringify({ apiVersion: "v1", kind: "List", items });
  }
});
