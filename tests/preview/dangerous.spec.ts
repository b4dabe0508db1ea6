// That no change which can lose data, open a door or stop builds is called milder than it is: what nobody knows is never
// safe.
import assert from "node:assert/strict";

import { connectedPreview } from "../../preview/connected";
import { effectsOf } from "../../preview/effects";
import { reportOf } from "../../preview/report/report";
import type { Step } from "../../preview/step";
import { gravest, verdicts } from "../../preview/verdict";
import { ofConfiguration } from "./support/dangers/configuration";
import { controller, ofController, pod, set } from "./support/dangers/controller";
import { least } from "./support/dangers/danger";
import { nightly, ofTheRest, prune } from "./support/dangers/rest";
import { ofStorage, onTarget, volume } from "./support/dangers/storage";
import { ofTraffic, policy, rules, to } from "./support/dangers/traffic";
import { changed, made, removed, stateOf, type Given } from "./support/steps";

describe("effectsOf, of what is dangerous (P-08)", () => {
  for (const [what, step, atLeast, ...beside] of [
    ...ofStorage,
    ...ofController,
    ...ofConfiguration,
    ...ofTraffic,
    ...ofTheRest,
  ])
    it(`never calls ${what} milder than "${atLeast}"`, () => {
      const effects = effectsOf(step, { steps: [step, ...beside] });
      const verdict = gravest(effects.map((effect) => effect.verdict));
      assert.ok(
        verdicts.indexOf(verdict) >= verdicts.indexOf(atLeast),
        effects.map((effect) => `${effect.verdict}: ${effect.text}`).join("\n"),
      );
    });

  it("says what is lost and what is won", () => {
    const step = changed(policy, rules(to("2001:db8::80/128")), rules(to("::/0")));
    assert.deepEqual(
      effectsOf(step, { steps: [step] }).map(({ verdict }) => verdict),
      [least.data, least.builds],
    );
  });

  it("says of the packages' prune what it deletes, and when it is off", () => {
    const told = (step: Step) => effectsOf(step, { steps: [step] })[0]?.text;
    assert.match(told(changed(prune, nightly("90"), nightly("1"))) ?? "", /PACKAGE_DAYS 90 → 1/);
    const suspended = (suspend: boolean) => ({ spec: { suspend } });
    assert.equal(told(changed(prune, suspended(false), suspended(true))), "no longer runs");
  });

  it("takes no alarm at a default that is written down, or at another version of a provider", () => {
    const absent = { spec: { template: { spec: pod } } };
    const gravestOf = (step: Step) =>
      gravest(effectsOf(step, { steps: [step] }).map(({ verdict }) => verdict));
    assert.notEqual(gravestOf(changed(controller, set(pod), absent)), "refused");
    const provider = (version: string): Given => ({
      type: "pulumi:providers:command",
      name: `default_${version}`,
    });
    assert.equal(gravestOf(made(provider("1_3_0"), { version: "1.3.0" })), "safe");
    assert.equal(gravestOf(removed(provider("1_2_1"), { version: "1.2.1" })), "safe");
    assert.equal(gravestOf(made({ type: "pulumi:providers:command", name: "x" })), least.data);
  });
});

describe("connectedPreview, of what is dangerous (P-08)", () => {
  const before = stateOf({ ...volume("a"), protect: true }, onTarget);
  const after = { ...before, inputs: { spec: { iscsi: { iqn: "other", lun: 1 } } } };
  const verdictOf = (document: object, exitCode: number | undefined = 0) =>
    reportOf(connectedPreview("prod", JSON.stringify(document), { exitCode, said: "killed" }))
      .verdict;

  it("takes the gravest of several steps of one resource", () => {
    assert.equal(
      verdictOf({
        steps: [
          { op: "same", oldState: before, newState: before },
          { op: "delete", oldState: before },
        ],
      }),
      "refused",
    );
  });

  it("takes an adoption in place of what is there for a replacement", () => {
    assert.equal(
      verdictOf({ steps: [{ op: "import-replacement", oldState: before, newState: after }] }),
      "refused",
    );
  });

  it("refuses a preview that failed without a word of it", () => {
    for (const document of [{}, { steps: [] }])
      for (const exitCode of [255, undefined])
        assert.equal(
          reportOf(connectedPreview("prod", JSON.stringify(document), { exitCode, said: "killed" }))
            .verdict,
          "refused",
        );
    assert.throws(() => verdictOf({}), /expected steps or an error, got neither/);
  });
});
