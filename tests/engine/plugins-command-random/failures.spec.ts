// What the engine keeps and prints when a command fails. Runs against the offline plugin, and against the
// official one where it is present.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { local } from "@pulumi/command";
import type { PulumiFn } from "@pulumi/pulumi/automation";

import { subjects } from "../../local/plugins/support/origins";
import { TestStack } from "../../local/plugins/support/test-stack";
import { pulumiExecutable } from "../../local/plugins/support/toolchain";

for (const subject of subjects("command")) {
  describe(`failing commands on the engine (${subject.origin})`, () => {
    let stack: TestStack;
    beforeEach(async () => {
      stack = await TestStack.create(await pulumiExecutable(), (folder) => subject.install(folder));
    });
    afterEach(() => stack.remove());

    /** A program of one command. */
    const one =
      (args: local.CommandArgs, options: { customTimeouts?: { create: string } } = {}): PulumiFn =>
      () => {
        new local.Command("it", args, options);
        return Promise.resolve();
      };

    it("fails a create with status, command and both streams, and leaves nothing in state", async () => {
      const create = 'echo "bad"; echo worse >&2; exit 3';
      const outcome = await stack.up(one({ create, logging: "none" }));
      assert.ok(outcome.failed);
      const first = 'error: exit status 3: running "echo \\"bad\\"; echo worse >&2; exit 3":';
      assert.ok(outcome.text.includes(first), outcome.text);
      assert.match(outcome.text, /^ *bad$/m);
      assert.match(outcome.text, /^ *worse$/m);
      assert.equal(await stack.resource("it"), undefined);
    });

    it("kills a create at its custom timeout", async () => {
      const options = { customTimeouts: { create: "1s" } };
      const outcome = await stack.up(one({ create: "exec sleep 60" }, options));
      assert.ok(
        outcome.text.includes('error: signal: killed: running "exec sleep 60":'),
        outcome.text,
      );
    });

    it("keeps the old state when an update fails, and tries again", async () => {
      await stack.up(one({ create: "echo good" }));
      const allowed = join(stack.folder, "allowed");
      const changed = one({ create: "echo good", update: `test -e ${allowed} && echo better` });
      const failed = await stack.up(changed);
      assert.ok(failed.failed);
      assert.match(failed.text, /updating failed/);
      const kept = await stack.resource("it");
      assert.equal(kept?.outputs["stdout"], "good");
      assert.equal(kept.inputs["update"], undefined);

      await writeFile(allowed, "");
      const retried = await stack.up(changed);
      assert.equal(retried.changes?.update, 1);
      assert.equal((await stack.resource("it"))?.outputs["stdout"], "better");
    });

    it("keeps a resource whose delete fails, and tries again", async () => {
      const allowed = join(stack.folder, "allowed");
      await stack.up(one({ create: "echo here", delete: `test -e ${allowed}` }));
      const failed = await stack.destroy();
      assert.ok(failed.failed);
      assert.ok(
        failed.text.includes(`error: exit status 1: running "test -e ${allowed}":`),
        failed.text,
      );
      assert.equal((await stack.resource("it"))?.outputs["stdout"], "here");

      await writeFile(allowed, "");
      assert.ok(!(await stack.destroy()).failed);
      assert.equal(await stack.resource("it"), undefined);
    });

    it("deletes with the command of state, not with the one of the program", async () => {
      await stack.up(one({ create: "true", delete: "echo from-state" }));
      const outcome = await stack.up(() => Promise.resolve());
      assert.match(outcome.text, /from-state/);
    });
  });
}
