import assert from "node:assert/strict";

import { cliFindings, pluginFinding, stateFinding } from "../../doctor/pulumi";
import { said } from "./support/settings";

const backend = { url: "https://user:token@state.example/bucket?key=x", user: "ci" };

describe("cliFindings", () => {
  const cases: readonly [string, unknown, string][] = [
    ["the SDK's own version", { version: "v3.248.0" }, "ok Pulumi CLI: 3.248.0"],
    ["a newer one", { version: "3.300.1" }, "ok Pulumi CLI: 3.300.1"],
    [
      "an older one",
      { version: "v3.100.0" },
      "warning Pulumi CLI: 3.100.0, older than the program's SDK 3.248.0",
    ],
    ["another major version", { version: "v4.0.0" }, "error Pulumi CLI: 4.0.0"],
    ["none", undefined, "error Pulumi CLI: it does not tell its version"],
  ];
  for (const [title, cliAbout, line] of cases)
    it(`judges ${title}`, () => {
      assert.equal(said(cliFindings({ cliAbout, backend }, "3.248.0"))[0], line);
    });

  it("names the backend without a login that its address holds", () => {
    const cliAbout = { version: "3.248.0" };
    assert.equal(
      said(cliFindings({ cliAbout, backend }, "3.248.0"))[1],
      "ok backend: https://state.example/bucket as ci",
    );
    assert.equal(
      said(cliFindings({ cliAbout, backend: { ...backend, user: null } }, "3.248.0"))[1],
      "ok backend: https://state.example/bucket as nobody in particular",
    );
  });

  it("asks for a login where the CLI writes that there is none", () => {
    const cliAbout = { version: "3.248.0" };
    for (const none of [undefined, null])
      assert.deepEqual(said(cliFindings({ cliAbout, backend: none }, "3.248.0")), [
        "ok Pulumi CLI: 3.248.0",
        "error backend: the CLI names none",
      ]);
  });
});

describe("stateFinding", () => {
  const of = (deployment: unknown) => said([stateFinding({ deployment })])[0];

  it("counts what is deployed", () => {
    assert.equal(of({ resources: [{}, {}] }), "ok state: 2 resources, no interrupted operation");
    assert.equal(of({}), "ok state: nothing is deployed yet");
    assert.equal(of(null), "ok state: nothing is deployed yet");
  });

  it("warns of what an interrupted run left open (P-07)", () => {
    const operation = {
      type: "creating",
      resource: { urn: "urn:pulumi:prod::p::t::jenkins-home" },
    };
    assert.equal(
      of({ resources: [{}], pending_operations: [operation] }),
      "warning state: 1 resources, and 1 operations of a run that was interrupted (creating jenkins-home)",
    );
  });
});

describe("pluginFinding", () => {
  const wanted = { kubernetes: "4.32.0", random: "4.21.1" };

  it("takes the exact version alone", () => {
    const folders = ["resource-kubernetes-v4.32.0", "resource-random-v4.21.1"];
    assert.deepEqual(said([pluginFinding(wanted, folders)]), [
      "ok plugins: kubernetes 4.32.0, random 4.21.1",
    ]);
    const { found, fix } = pluginFinding(wanted, ["resource-kubernetes-v4.31.0", folders[1]!]);
    assert.equal(found, "not installed: kubernetes 4.32.0");
    assert.match(fix ?? "", /: pulumi plugin install resource kubernetes 4\.32\.0$/);
  });
});
