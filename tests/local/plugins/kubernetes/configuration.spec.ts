import assert from "node:assert/strict";

import {
  configurationDiff,
  configurationOf,
} from "../../../../local/plugins/kubernetes/configuration";
import { Secret, unknown } from "../../../../local/plugins/rpc/values";

describe("kubernetes provider arguments", () => {
  it("are booleans in JSON text, as the SDK sends them", () => {
    const read = configurationOf({
      enableConfigMapMutable: "true",
      enableServerSideApply: "false",
    });
    assert.equal(read.enableConfigMapMutable, true);
    assert.equal(read.enableServerSideApply, false);
  });

  it("default to server-side apply and immutable data", () => {
    const read = configurationOf({});
    assert.equal(read.enableServerSideApply, true);
    assert.equal(read.enableConfigMapMutable, false);
    assert.equal(read.enableSecretMutable, false);
    assert.equal(read.upsertExistingObjects, false);
  });

  it("may be secret", () => {
    assert.equal(configurationOf({ kubeconfig: new Secret("{}") }).kubeconfig, "{}");
  });

  it("carry the client's timeout in seconds inside JSON", () => {
    const kubeClientSettings = JSON.stringify({ timeout: 5, qps: 100 });
    assert.equal(configurationOf({ kubeClientSettings }).requestTimeoutMs, 5_000);
  });

  it("do not differ in the version that the engine adds", () => {
    assert.deepEqual(configurationDiff({ version: "4.31.0" }, { version: "4.32.0" }), {
      changed: false,
    });
  });

  it("replace where the cluster cannot be known before the deployment", () => {
    const { replaces, detailed } = configurationDiff({ kubeconfig: "a" }, { kubeconfig: unknown });
    assert.deepEqual(replaces, ["kubeconfig"]);
    assert.deepEqual(detailed, { kubeconfig: "update-replace" });
  });

  it("do not replace for another option", () => {
    const { changed, replaces } = configurationDiff({}, { upsertExistingObjects: "true" });
    assert.equal(changed, true);
    assert.deepEqual(replaces, []);
  });
});
