import assert from "node:assert/strict";

import { clusterProvider } from "../../program/cluster";
import { deploy } from "../support/deploy";

describe("clusterProvider", () => {
  it("P-03: pins what a laptop and CI could otherwise differ in", async () => {
    const deployment = await deploy(() => {
      clusterProvider({ kubeconfig: ".kube/prod", identifier: "prod", context: "admin" });
    });
    const [provider, ...others] = deployment.resources;
    assert.deepEqual(others, []);
    assert.equal(provider?.name, "cluster");
    assert.deepEqual(provider.inputs, {
      clusterIdentifier: "prod",
      kubeconfig: ".kube/prod",
      context: "admin",
      enableConfigMapMutable: "true",
      enableSecretMutable: "true",
      enableServerSideApply: "true",
      kubeClientSettings: '{"qps":200,"burst":400}',
    });
  });
});
