import assert from "node:assert/strict";

import {
  admissionFinding,
  clockFinding,
  lookAtServer,
  serverFindings,
} from "../../doctor/cluster/server";
import { StandInCluster } from "./support/cluster";
import { said, settings } from "./support/settings";

const { selinux } = settings().jenkins;
const version = (minor: string) => ({
  status: 200,
  body: { gitVersion: `v1.${minor.replace("+", "")}.2`, major: "1", minor },
});

describe("serverFindings", () => {
  const cases: readonly [string, Parameters<typeof serverFindings>[1], string][] = [
    ["the one the tests run on", version("36"), "ok cluster: Kubernetes 1.36.2 at x"],
    ["the oldest, with a plus of its vendor", version("30+"), "ok cluster: Kubernetes 1.30.2 at x"],
    ["one that is too old", version("29"), "error cluster: Kubernetes 1.29.2 at x"],
    ["a newer one", version("40"), "ok cluster: Kubernetes 1.40.2 at x; tried with up to 1.36"],
    [
      "a refused login",
      { status: 401, body: undefined },
      "error cluster: x answers and refuses the login of the kubeconfig with status 401",
    ],
    [
      "something else",
      { status: 200, body: { hello: 1 } },
      "error cluster: x answers, but not as a Kubernetes API server (status 200)",
    ],
  ];
  for (const [title, answer, line] of cases)
    it(`judges ${title}`, () => {
      assert.deepEqual(said(serverFindings("x", answer, selinux)), [line]);
    });

  it("compares the version that SELinux mounts are told of (A-10)", () => {
    const mount = { strategy: "mount", level: "s0:c1", kubernetesVersion: "1.37" } as const;
    assert.deepEqual(said(serverFindings("x", version("36"), mount)).slice(1), [
      "error SELinux: jenkins.selinux.kubernetesVersion is 1.37, the cluster's 1.36",
    ]);
    assert.equal(serverFindings("x", version("37"), mount).length, 1);
  });
});

describe("admissionFinding", () => {
  it("asks for the policy that keeps volumes from shrinking", () => {
    const resources = [{ name: "validatingadmissionpolicies" }];
    assert.equal(admissionFinding({ body: { resources } }).state, "ok");
    assert.equal(admissionFinding({ body: { resources: [] } }).state, "error");
    assert.equal(admissionFinding({ body: undefined }).state, "error");
  });
});

describe("clockFinding", () => {
  it("allows a minute of difference", () => {
    const now = Date.parse("2026-11-21T12:00:00Z");
    assert.equal(clockFinding(now + 60_000, now).state, "ok");
    assert.equal(
      said([clockFinding(now + 61_000, now)])[0],
      "warning cluster's clock: the API server is 61 s ahead of this machine",
    );
    assert.equal(
      said([clockFinding(now - 7_200_000, now)])[0],
      "warning cluster's clock: the API server is 7200 s behind this machine",
    );
    assert.equal(clockFinding(undefined, now).state, "ok");
  });
});

describe("lookAtServer", () => {
  it("reads the version, the admission API and the clock", async () => {
    const bodies = {
      "/version": version("36").body,
      "/apis/admissionregistration.k8s.io/v1": {
        resources: [{ name: "validatingadmissionpolicies" }],
      },
    };
    const api = new StandInCluster(bodies, undefined, 0);
    const findings = await lookAtServer(api, settings(), () => 0);
    assert.deepEqual(
      findings.map(({ check, state }) => [check, state]),
      [
        ["cluster", "ok"],
        ["admission policies", "ok"],
        ["cluster's clock", "ok"],
      ],
    );
  });
});
