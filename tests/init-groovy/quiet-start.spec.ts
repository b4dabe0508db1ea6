// The script in the Groovy that Jenkins embeds, with a stand-in for Jenkins. What is not shown: that Jenkins is quiet then.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  quietStart,
  quietStartFile,
  quietStartKey,
  quietStartParts,
} from "../../components/jenkins/configuration/quiet-start";
import { groovy } from "./support/groovy";

describe("quietStart", () => {
  const folder = mkdtempSync(join(tmpdir(), "jenkins-stack-quiet-start-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("keeps Jenkins from beginning builds exactly where somebody asked for it (A-26)", async () => {
    const [mount] = quietStartParts().mounts ?? [];
    const text = quietStart[quietStartFile] ?? "";
    const place = `${mount?.mountPath as string}/${quietStartKey}`;
    assert.ok(text.includes(`'${place}'`), "the script looks where the ConfigMap is mounted");
    const asked = join(folder, "asked");
    writeFileSync(asked, "restored to snapshot good");
    for (const [name, path] of [
      ["quiet", asked],
      ["ordinary", join(folder, "absent")],
    ] as const)
      writeFileSync(join(folder, `${name}.groovy`), text.replace(place, path));
    const { output, log } = await groovy(folder, "quiet-starts.groovy", [
      join(folder, "quiet.groovy"),
      join(folder, "ordinary.groovy"),
    ]);
    assert.deepEqual(JSON.parse(output), [[[false, 0, "restored to snapshot good", false]], []]);
    assert.match(log, /Jenkins begins no build: restored to snapshot good/);
  });
});
