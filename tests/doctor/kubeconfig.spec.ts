import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openCluster } from "../../doctor/cluster";
import { ofError } from "../../doctor/within";

const fix = "write one: mkdir -p .kube && kubectl config view --raw --flatten > .kube/prod";

describe("openCluster", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "jenkins-stack-kubeconfig-"));
    mkdirSync(join(root, ".kube"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  /** What the doctor says of a kubeconfig with this content, or of none. */
  function said(content?: string) {
    if (content !== undefined) writeFileSync(join(root, ".kube/prod"), content);
    let refused: unknown;
    try {
      openCluster(root, { kubeconfig: ".kube/prod" });
    } catch (error) {
      refused = error;
    }
    assert.ok(refused instanceof Error, "it was opened");
    return ofError("cluster", refused);
  }

  it("says how to write a kubeconfig where there is none", () => {
    const { found, fix: told } = said();
    assert.equal(found, 'cluster.kubeconfig: expected a kubeconfig at ".kube/prod", got no file');
    assert.equal(told, fix);
  });

  it("repeats nothing of a file that is none", () => {
    for (const content of ["token: s3cret: [", "users:\n- user: {token: s3cret", "- s3cret"]) {
      const { found, fix: told } = said(content);
      assert.match(found, /^cluster\.(kubeconfig|context): expected /);
      assert.doesNotMatch(`${found}${told ?? ""}`, /s3cret/);
    }
  });
});
