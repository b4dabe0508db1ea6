import assert from "node:assert/strict";

import { isForeign, newHome } from "../../stacks/home-migration";
import { changed, reading, type Values } from "./good-settings";

const image = "docker.io/gentoo/stage3:nomultilib-20260824";
const lun = { volume: "/volume1", size: "20Gi", iqn: "iqn.2000-01.example.nas:spare" };
const beside = { "storage.luns.spare": lun, "storage.homes": { "jenkins-home": { lun: "spare" } } };
const swapped = {
  "storage.luns.spare": lun,
  "storage.homes": { jenkins: { lun: "jenkins" } },
  "jenkins.claim": "jenkins-home",
  "jenkins.lun": "spare",
};
const own = (phase: string): Values => ({
  "storage.migration": { from: { claim: "jenkins" }, to: "jenkins-home", phase, image },
});
const foreign = (phase: string): Values => ({
  "storage.migration": { from: { claim: "old", podLabels: { app: "jenkins" } }, phase, image },
});
const stopped = { "jenkins.maintenance": true };

describe("a migration in the settings", () => {
  const steps: Readonly<Record<string, Values>> = {
    "checks a home of the stack while Jenkins runs": { ...beside, ...own("check") },
    "copies it while Jenkins runs": { ...beside, ...own("precopy") },
    "copies the rest with Jenkins stopped": { ...beside, ...own("copy"), ...stopped },
    "starts Jenkins on the new one": { ...swapped, ...own("switch") },
    "checks a foreign home": { ...foreign("check"), ...stopped },
    "copies a foreign home beside its own Jenkins": { ...foreign("precopy"), ...stopped },
    "copies the rest of a foreign home": { ...foreign("copy"), ...stopped },
    "starts Jenkins on the copy of a foreign home": foreign("switch"),
  };
  for (const [what, changes] of Object.entries(steps))
    it(`${what} (A-29)`, () => {
      assert.deepEqual(reading(changed(changes)).problems, []);
    });
});

describe("home-migration", () => {
  const settings = (homes: Record<string, { lun: string }>) =>
    ({ jenkins: { claim: "jenkins" }, storage: { homes } }) as unknown as Parameters<
      typeof isForeign
    >[1];

  it("goes to the claim in use unless the settings name another", () => {
    assert.equal(newHome({}, settings({})), "jenkins");
    assert.equal(newHome({ to: "jenkins-home" }, settings({})), "jenkins-home");
  });

  it("tells a foreign claim from those of the stack", () => {
    const other = settings({ "jenkins-home": { lun: "spare" } });
    assert.equal(isForeign({ from: { claim: "jenkins" } }, other), false);
    assert.equal(isForeign({ from: { claim: "jenkins-home" } }, other), false);
    assert.equal(isForeign({ from: { claim: "longhorn" } }, other), true);
  });
});
