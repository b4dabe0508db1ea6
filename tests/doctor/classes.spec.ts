import assert from "node:assert/strict";

import { ingressFinding, lookAtClasses, storageFindings } from "../../doctor/cluster/classes";
import { StandInCluster } from "./support/cluster";
import { said, settings } from "./support/settings";

const longhorn = { name: "longhorn", isDefault: true };
const local = { name: "local-path", isDefault: false };
const workspaces = {
  buildroot: { workspaces: { a: { storageClass: "local-path" } } },
  jobs: { caches: [{ storageClass: "local-path" }] },
};

describe("storageFindings", () => {
  it("needs no class for the volumes of the NAS (A-27)", () => {
    assert.deepEqual(said(storageFindings([], {})), [
      "ok storage class: volumes of the NAS need none; there is no default",
    ]);
    assert.deepEqual(said(storageFindings([longhorn], {})), [
      "ok storage class: volumes of the NAS need none; longhorn is the default for others",
    ]);
  });

  it("finds every class that a section names", () => {
    assert.deepEqual(said(storageFindings([local], workspaces)), [
      "ok storage class: has local-path; volumes of the NAS need none; there is no default",
    ]);
    assert.deepEqual(said(storageFindings([longhorn], workspaces)), [
      'error storage class: buildroot.workspaces.a.storageClass is "local-path", which the cluster does not have; it has longhorn',
      'error storage class: jobs.caches[0].storageClass is "local-path", which the cluster does not have; it has longhorn',
    ]);
  });

  it("warns of two defaults", () => {
    const [finding] = storageFindings([longhorn, { ...local, isDefault: true }], {});
    assert.equal(finding?.state, "warning");
    assert.match(finding.found, /more than one default, longhorn, local-path$/);
  });
});

describe("ingressFinding", () => {
  it("warns of a class that nobody answers for", () => {
    assert.equal(ingressFinding([{ name: "nginx", isDefault: false }], "nginx").state, "ok");
    assert.equal(ingressFinding([], "nginx").state, "warning");
  });
});

describe("lookAtClasses", () => {
  const storage = "/apis/storage.k8s.io/v1/storageclasses";

  it("reads the annotation of the default class, and Ingress classes where they matter", async () => {
    const annotations = { "storageclass.kubernetes.io/is-default-class": "true" };
    const api = new StandInCluster({
      [storage]: { items: [{ metadata: { name: "longhorn", annotations } }] },
    });
    assert.deepEqual(said(await lookAtClasses(api, settings())), [
      "ok storage class: volumes of the NAS need none; longhorn is the default for others",
    ]);
    assert.deepEqual(api.reads, [storage]);
  });

  it("says that they may not be listed", async () => {
    await assert.rejects(lookAtClasses(new StandInCluster(), settings()), {
      message:
        "the API server does not list storageclasses (status 404); give this identity the right to list them",
    });
  });
});
