import assert from "node:assert/strict";

import { fine } from "../../doctor/finding";
import { LateChecks } from "../../doctor/progress";
import { within } from "../../doctor/within";

const progress = { begin: () => () => undefined };
const seconds = 5;

describe("within", () => {
  it("gives what the check found, and what later ones need of it", async () => {
    const looked = { findings: [fine("x", "y")], value: 7 };
    assert.deepEqual(
      await within("x", { seconds, progress }, () => Promise.resolve(looked)),
      looked,
    );
  });

  it("makes a finding of what the check fails at, in the shape of the house", async () => {
    const fail = () => Promise.reject(new Error("a: expected b, got c; do d\n  or e"));
    const { findings, value } = await within("x", { seconds, progress }, fail);
    assert.deepEqual(findings, [
      { check: "x", state: "error", found: "a: expected b, got c", fix: "do d or e" },
    ]);
    assert.equal(value, undefined);
  });

  it("does not wait longer than its limit", async () => {
    const never = () => new Promise<never>(() => undefined);
    const { findings } = await within("x", { seconds: 0.01, progress }, never);
    assert.deepEqual(
      findings.map(({ state, found }) => [state, found]),
      [["error", "no answer within 0.01 s"]],
    );
  });

  it("does not take a bug for a finding", async () => {
    const bug = () => Promise.reject(new TypeError("x is not a function"));
    await assert.rejects(within("x", { seconds, progress }, bug), TypeError);
  });

  it("says that it begins and that it ends, also when it fails", async () => {
    const told: string[] = [];
    const listening = {
      begin: (check: string) => {
        told.push(`begin ${check}`);
        return () => told.push(`end ${check}`);
      },
    };
    await within("x", { seconds, progress: listening }, () => Promise.reject(new Error("no")));
    assert.deepEqual(told, ["begin x", "end x"]);
  });
});

describe("LateChecks", () => {
  const pace = { patienceMs: 0, pauseMs: 1 };

  it("is silent about a check that is quick, and holds no process open after it", () => {
    const written: string[] = [];
    const end = new LateChecks((text) => written.push(text), true).begin("x");
    end();
    assert.deepEqual(written, []);
  });

  it("names a late check once in a log", async () => {
    const written: string[] = [];
    await new Promise<void>((resolve) => {
      const late = new LateChecks((text) => written.push(text), false, pace);
      const [first, second] = [late.begin("x"), late.begin("y")];
      const watch = setInterval(() => {
        if (written.length < 2) return;
        clearInterval(watch);
        first();
        second();
        resolve();
      }, 5);
    });
    assert.deepEqual(written, ["looking at x …\n", "looking at y …\n"]);
  });

  it("takes its line away from a terminal when the check ends", async () => {
    const last = await new Promise<string>((resolve) => {
      let written = "";
      const end = new LateChecks((text) => (written += text), true, pace).begin("x");
      const watch = setInterval(() => {
        if (!written.includes("looking at x (0 s)")) return;
        clearInterval(watch);
        end();
        resolve(written);
      }, 5);
    });
    assert.ok(last.endsWith("looking at x (0 s)\r\u001b[2K"), JSON.stringify(last));
  });
});
