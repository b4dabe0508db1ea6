import assert from "node:assert/strict";

import { fault, fine, notLookedAt, warning, type Finding } from "../../doctor/finding";
import { exitCodeOf, paintFor, reportJson, reportText } from "../../doctor/report";

const findings: readonly Finding[] = [
  fine("cluster", "Kubernetes 1.36.1"),
  warning("rights", "may not list nodes", "grant it"),
  fault("node worker-9", "no such node", "correct it"),
];

describe("reportText", () => {
  it("prints one line a check, with the fix behind what was found", () => {
    assert.equal(
      reportText(findings, paintFor(false)),
      [
        "ok       cluster        Kubernetes 1.36.1",
        "warning  rights         may not list nodes; grant it",
        "error    node worker-9  no such node; correct it",
        "",
        "1 error, 1 warning, 1 ok",
        "",
      ].join("\n"),
    );
  });

  it("colours the state alone", () => {
    const text = reportText([fine("cluster", "is there")], paintFor(true));
    assert.equal(text.split("\n")[0], "\u001b[32mok     \u001b[39m  cluster  is there");
  });

  it("lets no name of a cluster or a NAS move the cursor", () => {
    const text = reportText([fine("node \u001b[2Jx", "a\nb\u0007")], paintFor(false));
    assert.equal(text.split("\n")[0], "ok       node  [2Jx  a b ");
  });
});

describe("reportJson", () => {
  it("has the shape of nas doctor --json", () => {
    assert.deepEqual(JSON.parse(reportJson(findings)), {
      findings: [
        { check: "cluster", state: "ok", found: "Kubernetes 1.36.1", fix: null },
        { check: "rights", state: "warning", found: "may not list nodes", fix: "grant it" },
        { check: "node worker-9", state: "error", found: "no such node", fix: "correct it" },
      ],
      ...{ ok: 1, warnings: 1, errors: 1 },
    });
  });
});

describe("exitCodeOf", () => {
  it("is 1 with an error alone", () => {
    assert.equal(exitCodeOf(findings), 1);
    assert.equal(exitCodeOf(findings.slice(0, 2)), 0);
    assert.equal(exitCodeOf([]), 0);
  });
});

describe("notLookedAt", () => {
  it("says what a check that was not made needs", () => {
    assert.deepEqual(notLookedAt(["rights"], "the cluster"), [
      warning(
        "rights",
        "not looked at, because it needs the cluster",
        "mend the cluster, then run doctor again",
      ),
    ]);
  });
});
