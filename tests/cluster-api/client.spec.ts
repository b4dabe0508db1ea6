// What goes wrong before an API server has said anything. Everything else is asked of a real one in tests/engine.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { clusterApi, objectPath } from "../../cluster-api";

describe("clusterApi", () => {
  const folder = mkdtempSync(join(tmpdir(), "cluster-api-"));
  const file = join(folder, "kubeconfig");

  before(() => {
    const config = {
      ...{ apiVersion: "v1", kind: "Config", "current-context": "test" },
      clusters: [{ name: "test", cluster: { server: "https://[::1]:1" } }],
      users: [{ name: "test", user: { token: "hidden-token" } }],
      contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    };
    writeFileSync(file, JSON.stringify(config));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("names the setting whose file cannot be read", () => {
    assert.throws(
      () => clusterApi(join(folder, "absent")),
      /^Error: cluster\.kubeconfig: expected a kubeconfig, got ENOENT/,
    );
  });

  it("names a context that the file does not have", () => {
    assert.throws(() => clusterApi(file, "prod"), {
      message: 'cluster.context: expected a context of the kubeconfig, got "prod"',
    });
  });

  it("says in one line that nobody answers, without the login", async () => {
    const api = clusterApi(file);
    await assert.rejects(api.send("GET", "/version"), (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, /^cluster: expected https:\/\/\[::1\]:1 to answer, got .+$/);
      assert.doesNotMatch(error.message, /hidden/);
      return true;
    });
    api.close();
  });
});

describe("objectPath", () => {
  const pod = { apiVersion: "v1", kind: "Pod", plural: "pods", namespaced: true, verbs: [] };
  const role = {
    ...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", plural: "clusterroles" },
    ...{ namespaced: false, verbs: [] },
  };

  it("leads to one object or to all of a kind, with a namespace where the kind has one", () => {
    assert.equal(
      objectPath(pod, "jenkins", "jenkins-0"),
      "/api/v1/namespaces/jenkins/pods/jenkins-0",
    );
    assert.equal(objectPath(pod), "/api/v1/pods");
    assert.equal(
      objectPath(role, "ignored", "a:b"),
      "/apis/rbac.authorization.k8s.io/v1/clusterroles/a%3Ab",
    );
  });
});
