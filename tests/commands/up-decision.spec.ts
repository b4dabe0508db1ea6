import assert from "node:assert/strict";

import { decision, type Consent } from "../../commands/up/decision";
import { exceeds, gravest, levelOf, levels, verdicts } from "../../preview/verdict";

const consent: Consent = { stack: "prod", yes: false, accept: "safe", terminal: true };

describe("decision", () => {
  it("never makes a change that is refused", () => {
    for (const accept of levels)
      assert.equal(decision("refused", { ...consent, yes: true, accept }).act, "stop");
  });

  it("asks nothing of what is safe, with or without a terminal", () => {
    assert.deepEqual(decision("safe", consent), { act: "go" });
    assert.deepEqual(decision("safe", { ...consent, terminal: false }), { act: "go" });
  });

  it("asks before anything graver, and for the name of the stack where data is touched", () => {
    const asked = verdicts.slice(1, 4).map((verdict) => decision(verdict, consent));
    assert.deepEqual(
      asked.map((one) => (one.act === "ask" ? one.word : one.act)),
      ["yes", "yes", "prod"],
    );
  });

  it("accepts up to the level given, and says which one it takes", () => {
    const yes = { ...consent, yes: true, terminal: false };
    assert.deepEqual(decision("restarts Jenkins", { ...yes, accept: "restarts" }), { act: "go" });
    assert.deepEqual(decision("safe", { ...yes, accept: "builds" }), { act: "go" });
    assert.deepEqual(decision("interrupts builds", { ...yes, accept: "restarts" }), {
      act: "stop",
      reason:
        '--accept: expected builds for a change that is "interrupts builds", got restarts; read the report, then run it with --yes --accept builds',
    });
  });

  it("does nothing where there is nobody to ask", () => {
    const decided = decision("restarts Jenkins", { ...consent, terminal: false });
    assert.ok(decided.act === "stop");
    assert.match(decided.reason, /--yes --accept restarts$/);
  });
});

describe("gravest", () => {
  it("orders the verdicts", () => {
    assert.equal(gravest([]), "safe");
    assert.equal(gravest(["safe", "interrupts builds", "restarts Jenkins"]), "interrupts builds");
    for (const verdict of verdicts) assert.ok(!exceeds(verdict, levelOf(verdict)));
    assert.ok(exceeds("refused", "data"));
  });
});
