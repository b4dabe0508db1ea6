import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { platformAbsence } from "../../local/absence";
import { openInstance } from "../../local/instance";
import { describeStatus } from "../../local/status";
import { scratchFolder } from "./instance/scratch";

describe("platformAbsence", () => {
  const root = scratchFolder();

  it("says how to make a platform, and makes nothing", async () => {
    const sentence = ".local: no platform; npm run up makes one";
    assert.equal(await platformAbsence(root(), ".local"), sentence);
    assert.equal(await describeStatus(root(), ".local"), sentence);
    assert.ok(!existsSync(join(root(), ".local")));
    assert.equal(
      await platformAbsence(root(), ".local-mine"),
      ".local-mine: no platform; npm run up -- --instance .local-mine makes one",
    );
  });

  it("is silent about a platform, running or not", async () => {
    await openInstance(root(), ".local");
    assert.equal(await platformAbsence(root(), ".local"), undefined);
  });
});
