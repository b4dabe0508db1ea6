import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { certificateProblems, kubeconfigProblems } from "../../stacks/files";
import { linesOf } from "../../stacks/problems";

const kubeconfig = `
current-context: one
clusters: [{ name: c, cluster: { server: "https://[::1]:1" } }]
contexts:
  - { name: one, context: { cluster: c, user: u } }
  - { name: lost, context: { cluster: elsewhere, user: u } }
users: [{ name: u, user: { token: kubeconfig-secret-value } }]
`;

describe("files that settings name", () => {
  let folder: string;
  const write = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
  };
  const kubeconfigProblem = (settings: { kubeconfig: string; context?: string }) =>
    linesOf(kubeconfigProblems(folder, { identifier: "test", ...settings }));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "stacks-files-"));
    write("good", kubeconfig);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("accepts a kubeconfig and each of its contexts", () => {
    assert.deepEqual(kubeconfigProblem({ kubeconfig: "good" }), []);
    assert.deepEqual(kubeconfigProblem({ kubeconfig: "good", context: "one" }), []);
  });

  it("refuses a kubeconfig that is not there, which a preview would not notice", () => {
    assert.deepEqual(kubeconfigProblem({ kubeconfig: "absent" }), [
      'cluster.kubeconfig: expected a file that can be read, got "absent"; write one with: kubectl config view --raw --flatten',
    ]);
  });

  it("refuses a folder", () => {
    assert.deepEqual(kubeconfigProblem({ kubeconfig: "." }), [
      'cluster.kubeconfig: expected a file that can be read, got "."; write one with: kubectl config view --raw --flatten',
    ]);
  });

  for (const [title, content] of [
    ["text that is no YAML", "{{ kubeconfig-secret-value"],
    ["YAML that is no kubeconfig", "token: kubeconfig-secret-value"],
    ["an empty file", ""],
  ] as const)
    it(`refuses ${title} without repeating it`, () => {
      write("bad", content);
      assert.deepEqual(kubeconfigProblem({ kubeconfig: "bad" }), [
        'cluster.kubeconfig: expected a kubeconfig with contexts, clusters and users, got "bad"; write one with: kubectl config view --raw --flatten',
      ]);
    });

  it("refuses a context that is not in the file", () => {
    assert.deepEqual(kubeconfigProblem({ kubeconfig: "good", context: "prod" }), [
      'cluster.context: expected a context of good (one, lost), got "prod"',
    ]);
  });

  it("refuses a file without a current context when the settings name none", () => {
    write("idle", kubeconfig.replace("current-context: one", ""));
    assert.deepEqual(kubeconfigProblem({ kubeconfig: "idle" }), [
      "cluster.context: expected a context of idle (one, lost), got nothing",
    ]);
  });

  it("refuses a context whose cluster is missing", () => {
    assert.deepEqual(kubeconfigProblem({ kubeconfig: "good", context: "lost" }), [
      'cluster.kubeconfig: expected the cluster and the user of its context "lost", got "good"; write one with: kubectl config view --raw --flatten',
    ]);
  });

  it("refuses an authority that is not there, or is no certificate", () => {
    const problems = (certificateAuthority: string) =>
      linesOf(
        certificateProblems(folder, {
          url: "https://nas.example:5001",
          account: "pulumi",
          insecure: false,
          portal: "[fd00::1]:3260",
          nfs: { server: "fd00::1" },
          certificateAuthority,
        }),
      );
    write("key", "-----BEGIN PRIVATE KEY-----");
    write("ca", "-----BEGIN CERTIFICATE-----");
    assert.deepEqual(problems("absent"), [
      'nas.certificateAuthority: expected a file that can be read, got "absent"',
    ]);
    assert.deepEqual(problems("key"), [
      'nas.certificateAuthority: expected a PEM file with a certificate, got "key"',
    ]);
    assert.deepEqual(problems("ca"), []);
  });
});
