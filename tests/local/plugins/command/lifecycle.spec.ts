// Talks to the plugin as the engine does, without an engine: what reaches state and what a person sees is
// the subject of tests/engine/plugins-command-random/.
import assert from "node:assert/strict";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";

import { Secret, unknown, type Properties } from "../../../../local/plugins/rpc/values";
import { subjects } from "../support/origins";
import { runningPlugin } from "../support/running-plugin";

const type = "command:local:Command";

for (const subject of subjects("command")) {
  describe(`command plugin (${subject.origin}): update, delete, diff, read and run`, () => {
    const plugin = runningPlugin(subject);

    describe("update", () => {
      const olds = { create: "old", stdout: "before", stderr: "warned" };

      it("runs `update` with the previous output in the environment", async () => {
        const news = {
          create: "false",
          update: 'echo "$PULUMI_COMMAND_STDOUT/$PULUMI_COMMAND_STDERR"',
        };
        const outputs = await plugin.client.update(type, olds, news);
        assert.deepEqual(outputs, { ...news, stdout: "before/warned", stderr: "" });
      });

      it("runs `create` again when there is no `update`", async () => {
        const outputs = await plugin.client.update(type, olds, { create: "echo again" });
        assert.equal(outputs["stdout"], "again");
      });

      it("leaves the previous output out when told so", async () => {
        const news = {
          create: 'echo "${PULUMI_COMMAND_STDOUT-unset}"',
          addPreviousOutputInEnv: false,
        };
        assert.equal((await plugin.client.update(type, olds, news))["stdout"], "unset");
      });

      it("keeps the previous output when there is nothing to run", async () => {
        assert.deepEqual(await plugin.client.update(type, olds, { delete: "true" }), {
          delete: "true",
          stdout: "before",
          stderr: "warned",
        });
      });

      it("does not run in a preview and leaves the streams unknown", async () => {
        const news = { create: `touch ${join(plugin.folder, "previewed")}` };
        const outputs = await plugin.client.update(type, olds, news, { preview: true });
        assert.deepEqual(outputs, { ...news, stdout: unknown, stderr: unknown });
        await assert.rejects(access(join(plugin.folder, "previewed")));
      });
    });

    describe("delete", () => {
      it("runs with the command line, surroundings and output of state", async () => {
        const seen = join(plugin.folder, "deleted");
        await plugin.client.delete(type, {
          delete: `echo "$PULUMI_COMMAND_STDOUT $NAME" >${seen}`,
          environment: { NAME: new Secret("lun") },
          stdout: new Secret("uuid"),
        });
        assert.equal(await readFile(seen, "utf8"), "uuid lun\n");
      });

      it("fails when the command does, and does nothing without one", async () => {
        await plugin.client.delete(type, { create: "false" });
        await assert.rejects(plugin.client.delete(type, { delete: "exit 4" }), {
          message: 'exit status 4: running "exit 4":\n',
        });
      });
    });

    describe("diff", () => {
      const oldInputs = { create: "a", environment: { A: "1", B: "2" }, triggers: ["x", 1] };
      const olds = { ...oldInputs, stdout: "", stderr: "" };
      const diff = (news: Properties) => plugin.client.diff(type, olds, oldInputs, news);

      it("finds no change in equal inputs, secret or not", async () => {
        const news = { ...oldInputs, create: new Secret("a") };
        assert.equal((await diff(news)).changed, false);
      });

      it("updates in place for any input but triggers, also for `delete` alone", async () => {
        const news = { ...oldInputs, environment: { A: "1", B: "3" }, delete: "c" };
        assert.deepEqual(await diff(news), {
          changed: true,
          replaces: [],
          paths: ["delete", "environment.B"],
        });
      });

      it("replaces for a changed trigger", async () => {
        const { changed, replaces } = await diff({ ...oldInputs, triggers: ["x", 2] });
        assert.equal(changed, true);
        assert.equal(replaces.length, 1);
        assert.match(replaces[0] ?? "", /^triggers/);
      });

      it("counts an unknown value as a change", async () => {
        assert.equal((await diff({ ...oldInputs, create: unknown })).changed, true);
      });
    });

    it("reads back what is in state, as there is nothing to look at", async () => {
      const response = await plugin.client.read(type, "it01234567", { stdout: "kept" });
      assert.equal(response.getId(), "it01234567");
      assert.deepEqual(response.getProperties()?.toJavaScript(), { stdout: "kept" });
    });

    it("runs `local.run` at once and answers the streams", async () => {
      const { stdout, stderr } = await plugin.client.invoke("command:local:run", {
        command: 'echo "$A"; cat >&2',
        environment: { A: "1" },
        stdin: "in",
      });
      assert.deepEqual({ stdout, stderr }, { stdout: "1", stderr: "in" });
    });

    it("writes its default for addPreviousOutputInEnv into the inputs", async () => {
      const { inputs, failures } = await plugin.client.check(type, { create: "true" });
      assert.deepEqual(inputs, { create: "true", addPreviousOutputInEnv: true });
      assert.deepEqual(failures, []);
    });
  });
}
