// Talks to the plugin as the engine does, without an engine: what reaches state and what a person sees is
// the subject of tests/engine/plugins-command-random/.
import assert from "node:assert/strict";
import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Secret, unknown, type Properties } from "../../../../local/plugins/rpc/values";
import { subjects } from "../support/origins";
import { runningPlugin } from "../support/running-plugin";
import { eventually } from "../support/eventually";

const type = "command:local:Command";

for (const subject of subjects("command")) {
  describe(`command plugin (${subject.origin}): create`, () => {
    const plugin = runningPlugin(subject);

    const stdoutOf = async (inputs: Properties): Promise<unknown> =>
      (await plugin.client.create(type, inputs)).outputs["stdout"];

    it("answers the version of the SDK package", async () => {
      assert.equal((await plugin.client.version()).replace(/^v/, ""), "1.2.1");
    });

    describe("create", () => {
      it("answers both streams without the last newline, beside the inputs", async () => {
        const inputs = { create: "printf 'one\\n\\n'; echo two >&2", addPreviousOutputInEnv: true };
        const { outputs } = await plugin.client.create(type, inputs);
        assert.deepEqual(outputs, { ...inputs, stdout: "one\n", stderr: "two" });
      });

      it("makes an id of the name and eight hexadecimal digits", async () => {
        assert.match((await plugin.client.create(type, { create: "true" })).id, /^it[0-9a-f]{8}$/);
      });

      it("runs nothing when there is no command line", async () => {
        assert.equal(await stdoutOf({ delete: "echo never" }), "");
      });

      it("passes the command line as one argument behind the interpreter", async () => {
        const script = "console.log(process.argv.length, process.argv[1])";
        const inputs = { create: "a b  $c", interpreter: ["node", "-e", script, "--"] };
        assert.equal(await stdoutOf(inputs), "2 a b  $c");
      });

      it("uses /bin/sh -c where no interpreter is given", async () => {
        assert.equal(await stdoutOf({ create: 'echo "$0"' }), "/bin/sh");
        assert.equal(await stdoutOf({ create: 'echo "$0"', interpreter: [] }), "/bin/sh");
      });

      it("adds the environment to the inherited one", async () => {
        const inputs = {
          create: 'echo "$GREETING ${PATH:+path}"',
          environment: { GREETING: "hi" },
        };
        assert.equal(await stdoutOf(inputs), "hi path");
      });

      it("looks an interpreter up in its own PATH, not in the command's", async () => {
        const inputs = {
          create: "echo found",
          interpreter: ["sh", "-c"],
          environment: { PATH: "/nowhere" },
        };
        assert.equal(await stdoutOf(inputs), "found");
      });

      it("gives stdin to the command, and nothing to read where there is none", async () => {
        assert.equal(
          await stdoutOf({ create: "cat", stdin: '{"password":"p"}' }),
          '{"password":"p"}',
        );
        assert.equal(await stdoutOf({ create: "cat" }), "");
      });

      it("does not fail when the command leaves a large stdin unread", async () => {
        assert.equal(await stdoutOf({ create: "echo done", stdin: "x".repeat(1_000_000) }), "done");
      });

      it("runs in the folder given", async () => {
        assert.equal(await stdoutOf({ create: "pwd -P", dir: plugin.folder }), plugin.folder);
      });

      it("runs with plain values and keeps secrets marked as they came", async () => {
        const environment = { KEY: new Secret("k") };
        const inputs = { create: 'echo "$KEY"; cat', environment, stdin: new Secret("s") };
        const { outputs } = await plugin.client.create(type, inputs);
        assert.deepEqual(outputs, { ...inputs, stdout: "k\ns", stderr: "" });
      });

      it("does not run in a preview and leaves the streams unknown", async () => {
        const inputs = { create: `touch ${join(plugin.folder, "previewed")}` };
        const { outputs } = await plugin.client.create(type, inputs, { preview: true });
        assert.deepEqual(outputs, { ...inputs, stdout: unknown, stderr: unknown });
        await assert.rejects(access(join(plugin.folder, "previewed")));
      });
    });

    describe("failure", () => {
      const failureOf = async (inputs: Properties): Promise<string> => {
        const error: unknown = await plugin.client
          .create(type, inputs)
          .catch((reason: unknown) => reason);
        return error instanceof Error ? error.message : "no failure";
      };

      it("names the exit status, the whole command and what it printed, whatever the logging", async () => {
        const create = 'echo "bad"\necho worse >&2; exit 3';
        const message = await failureOf({ create, logging: "none" });
        const [first, ...printed] = message.trimEnd().split("\n");
        assert.equal(first, 'exit status 3: running "echo \\"bad\\"\\necho worse >&2; exit 3":');
        // The two streams arrive through two pipes, so their order is not fixed.
        assert.deepEqual(printed.sort(), ["bad", "worse"]);
      });

      it("names the signal that ended the command", async () => {
        assert.equal(
          await failureOf({ create: "kill -TERM $$" }),
          'signal: terminated: running "kill -TERM $$":\n',
        );
      });

      it("names a folder that does not exist", async () => {
        assert.equal(
          await failureOf({ create: "true", dir: "/nonexistent" }),
          'chdir /nonexistent: no such file or directory: running "true":\n',
        );
      });

      it("names an interpreter that does not exist", async () => {
        const message = await failureOf({ create: "true", interpreter: ["no-such-program"] });
        assert.equal(
          message,
          'exec: "no-such-program": executable file not found in $PATH: running "true":\n',
        );
      });
    });

    describe("limits", () => {
      const lateFile = (name: string): string => join(plugin.folder, name);

      it("kills only the shell at the timeout: what it started goes on to its end", async () => {
        const late = lateFile("late");
        const create = `(sleep 2; touch ${late}) >/dev/null 2>&1 & sleep 30 >/dev/null 2>&1`;
        const started = Date.now();
        await assert.rejects(plugin.client.create(type, { create }, { timeoutSeconds: 1 }), {
          message: /^signal: killed: running /,
        });
        assert.ok(Date.now() - started < 10_000, "the command was waited for beyond its timeout");
        await eventually("the child reaches its end", () => access(late));
      });
    });

    describe("logging", () => {
      const both = "echo to-stdout; echo to-stderr >&2";
      const expectations: readonly [string | undefined, string[]][] = [
        [undefined, ["to-stderr", "to-stdout"]],
        ["stdoutAndStderr", ["to-stderr", "to-stdout"]],
        ["stdout", ["to-stdout"]],
        ["stderr", ["to-stderr"]],
        ["none", []],
      ];
      for (const [logging, expected] of expectations) {
        it(`streams ${expected.join(" and ") || "nothing"} when set to ${logging ?? "nothing"}`, async () => {
          const first = plugin.client.lines.length;
          await plugin.client.create(type, {
            create: both,
            ...(logging !== undefined && { logging }),
          });
          const printed = plugin.client.lines.slice(first).map(({ message }) => message);
          assert.deepEqual(printed.sort(), expected);
        });
      }

      it("streams lines in their order, all of them before the operation ends", async () => {
        const first = plugin.client.lines.length;
        await plugin.client.create(type, { create: "seq 1 200" });
        const printed = plugin.client.lines.slice(first).map(({ message }) => Number(message));
        assert.deepEqual(
          printed,
          [...Array(200).keys()].map((index) => index + 1),
        );
      });

      it("streams while the command runs", async () => {
        const gate = join(plugin.folder, "gate");
        const create = `echo waiting; while [ ! -e ${gate} ]; do sleep 0.05; done`;
        const running = plugin.client.create(type, { create });
        await eventually("the line arrives before the end", () => {
          assert.ok(
            plugin.client.lines.some(
              (line) => line.message === "waiting" && line.severity === "info",
            ),
          );
        });
        await writeFile(gate, "");
        await running;
      });
    });
  });
}
