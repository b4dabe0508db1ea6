// That the rules know everything the program makes: what is new in the program is not to be told as unknown.
import assert from "node:assert/strict";

import { shown } from "../../preview/hidden";
import { reportOf } from "../../preview/report/report";
import { stepBetween } from "../../preview/step";
import { everything } from "../engine/support/everything";
import { deployProgram, secretValues } from "../support/program";

describe("reportOf, of a stack that is made", () => {
  it("calls every resource of the whole program safe, and shows no secret", async function () {
    this.timeout(60_000);
    const { resources } = await deployProgram(everything);
    const component = new Map(
      resources.filter(({ custom }) => !custom).map(({ name, type }) => [name, type]),
    );
    const steps = resources
      .filter(({ custom, read }) => custom && !read)
      .map(({ type, name, parent = "", inputs }) => {
        const of = component.get(parent);
        const urn = `urn:pulumi:prod::jenkins-stack::${of === undefined ? "" : `${of}$`}${type}::${name}`;
        const own = shown(type, inputs as Readonly<Record<string, unknown>>);
        return stepBetween(undefined, {
          urn,
          type,
          inputs: own,
          protect: false,
          retainOnDelete: false,
        });
      });
    const report = reportOf({
      stack: "prod",
      mode: "hermetic",
      steps,
      diagnostics: [],
      unknowns: [],
    });
    assert.ok(report.rows.length > 60);
    assert.deepEqual(
      report.rows
        .filter(({ verdict }) => verdict !== "safe")
        .map(({ kind, name, effects }) => [kind, name, effects]),
      [],
    );
    assert.deepEqual(
      report.rows.filter(({ room }) => room === "other").map(({ kind, name }) => [kind, name]),
      [],
    );
    const text = JSON.stringify({ report, steps });
    for (const secret of Object.values(secretValues)) assert.ok(!text.includes(secret));
  });
});
