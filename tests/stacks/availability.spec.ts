// What docs/availability.md promises has to follow from settings that exist, with the defaults they have.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { loginProbes } from "../../components/jenkins/probes";
import { schemaAt } from "../../stacks/schema-tree";
import { sections } from "../../stacks/settings";
import { goodValues, reading, root } from "./good-settings";

const page = readFileSync(join(root, "docs/availability.md"), "utf8");
const named = [...page.matchAll(/`((?:\w+\.)+\w+)`(?: \((\d+)\))?/g)].map(
  ([, path = "", value]) => ({ path, value }),
);

describe("docs/availability.md", () => {
  it("says that there is no second controller (E-23)", () => {
    assert.match(
      page,
      /open-source Jenkins .* knows neither a second active controller nor a standby/s,
    );
  });

  it("names only settings that exist", () => {
    assert.ok(named.length > 8);
    assert.deepEqual(
      named.filter(({ path }) => schemaAt(sections, path.split(".")) === undefined),
      [],
    );
  });

  it("names every setting that decides how long Jenkins is away (E-23)", () => {
    for (const path of [
      "jenkins.nodeFailureSeconds",
      "jenkins.shutdownSeconds",
      "jenkins.startupMinutes",
      "storage.luns.jenkins.maxSessions",
    ])
      assert.ok(
        named.some(({ path: found, value }) => found === path && value !== undefined),
        path,
      );
  });

  it("has their defaults right", () => {
    const settings = reading(goodValues()).sections;
    for (const { path, value } of named)
      if (value !== undefined)
        assert.equal(String(valueAt(settings, path.split("."))), value, path);
  });

  it("counts a hanging Jenkins as the probe does", () => {
    const { livenessProbe } = loginProbes("", 20);
    const { periodSeconds, failureThreshold, timeoutSeconds } = livenessProbe as Record<
      "periodSeconds" | "failureThreshold" | "timeoutSeconds",
      number
    >;
    const seconds = periodSeconds * failureThreshold + timeoutSeconds;
    assert.match(page, new RegExp(`${Math.round(seconds / 60)} minute without an answer`));
  });
});

function valueAt(settings: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Record<string, unknown>)[key], settings);
}
