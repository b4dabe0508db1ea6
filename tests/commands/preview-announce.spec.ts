import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Ran, StackRun } from "../../commands/nas/stack-cli";
import { announced } from "../../commands/preview/announce";
import { writable } from "../../commands/preview/writable";

const report = (ran: Partial<Ran>) => {
  const run: StackRun = () => Promise.resolve({ exitCode: 0, stdout: "", stderr: "", ...ran });
  return announced({ root: __dirname, stack: "prod" }, run);
};

describe("announced", () => {
  it("is refused by an engine that failed, whatever it printed (P-08)", async () => {
    for (const stdout of ["{}", '{"steps":[]}'])
      for (const exitCode of [255, undefined]) {
        const { verdict, errors } = await report({
          exitCode,
          stdout,
          stderr: `${stdout}\nkilled\n`,
        });
        assert.equal(verdict, "refused");
        assert.match(errors[0] ?? "", /^pulumi preview ended with .* and named no error: killed$/);
      }
  });

  it("says so when the engine printed no preview at all", async () => {
    await assert.rejects(report({ exitCode: 1, stderr: "no stack named prod" }), {
      message: '--stack: expected a preview of stack "prod", got\nno stack named prod',
    });
  });

  it("says so when the policies' settings are secret", async () => {
    const stdout = JSON.stringify({ steps: [], config: { "jenkins-stack:policy": "[secret]" } });
    await assert.rejects(report({ stdout }), {
      name: "Error",
      message: /^jenkins-stack:policy: expected settings that are no secret/,
    });
  });
});

describe("writable", () => {
  it("refuses a file in a folder that is missing, and a folder, before anything runs", async () => {
    const folder = await mkdtemp(join(tmpdir(), "writable-"));
    try {
      await writable("--json", undefined);
      await writable("--json", join(folder, "new.json"));
      await assert.rejects(writable("--markdown", join(folder, "no", "x.md")), {
        message: /^--markdown: expected a file in a folder .*x\.md"; make the folder first$/,
      });
      await assert.rejects(writable("--json", folder), { message: /; name a file$/ });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
