// The behaviours of the command and random plugins that show only with the real engine: what is kept in
// state, what a person sees, and in which order things happen. Runs against the offline plugins, and against
// the official ones where they are present.
import assert from "node:assert/strict";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";

import { local } from "@pulumi/command";
import { secret } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { RandomPassword, RandomString } from "@pulumi/random";

import { subjects } from "../../local/plugins/support/origins";
import { printedBeside, TestStack, type Outcome } from "../../local/plugins/support/test-stack";
import { pulumiExecutable } from "../../local/plugins/support/toolchain";

const commandSubjects = subjects("command");
const randomSubjects = subjects("random");
const both = commandSubjects.flatMap((command) => {
  const random = randomSubjects.find(({ origin }) => origin === command.origin);
  return random === undefined ? [] : [{ origin: command.origin, command, random }];
});

for (const { origin, command, random } of both) {
  describe(`command and random on the engine (${origin})`, () => {
    let stack: TestStack;
    before(async () => {
      stack = await TestStack.create(
        await pulumiExecutable(),
        (folder) => command.install(folder),
        (folder) => random.install(folder),
      );
    });
    after(async () => {
      await stack.destroy();
      await stack.remove();
    });

    const file = (name: string): string => join(stack.folder, name);
    const lines = async (name: string): Promise<string[]> =>
      (await readFile(file(name), "utf8")).trimEnd().split("\n");

    const program =
      (revision: number): PulumiFn =>
      () => {
        const stdin = secret("hidden-stdin");
        const environment = { TOKEN: secret("hidden-environment") };
        new local.Command("secret-inputs", { create: "wc -c; echo ${#TOKEN}", stdin, environment });
        const spilled = { create: 'echo "spilled-$TOKEN" | rev', environment };
        new local.Command("spilling", { ...spilled, logging: "none" });
        const kept = new local.Command(
          "keeping",
          { create: 'echo "kept-$TOKEN"', environment, logging: "none" },
          { additionalSecretOutputs: ["stdout", "stderr"] },
        );
        const greeting = new local.Command("greeting", { create: "echo hello; echo beware >&2" });
        new local.Command("quiet", { create: "echo quiet-line", logging: "none" });
        const again = new local.Command("again", {
          create: `echo run >>${file("again")}; wc -l <${file("again")}`,
          environment: { REVISION: String(revision) },
        });
        new local.Command("dependent", { create: "cat", stdin: again.stdout });
        const updated = new local.Command("updated", {
          create: "echo made",
          update: 'echo "after $PULUMI_COMMAND_STDOUT"',
          delete: `echo "$PULUMI_COMMAND_STDOUT" >${file("deleted")}`,
          environment: { REVISION: String(revision) },
        });
        new local.Command("triggered", {
          create: `echo create ${revision} >>${file("order")}`,
          delete: `echo delete ${revision} >>${file("order")}`,
          triggers: [revision],
        });
        const password = new RandomPassword("password", { length: 20 });
        const rotated = new RandomString("rotated", {
          length: 20,
          keepers: { revision: String(revision) },
        });
        const adopted = new RandomPassword("adopted", { length: 9 }, { import: "swordfish" });
        return Promise.resolve({
          again: again.stdout,
          greeting: greeting.stdout,
          kept: kept.stdout,
          updated: updated.stdout,
          password: password.result,
          rotated: rotated.result,
          adopted: adopted.result,
        });
      };

    describe("first preview", () => {
      let outcome: Outcome;
      before(async () => {
        outcome = await stack.preview(program(1));
      });

      it("runs no command and leaves what commands and draws answer unknown", async () => {
        assert.ok(!outcome.failed, outcome.text);
        for (const output of ["again", "greeting", "kept", "updated", "password", "rotated"]) {
          assert.match(
            outcome.text,
            new RegExp(`^ *\\+? *${output} *: \\[(unknown|secret)\\]$`, "m"),
          );
        }
        await assert.rejects(access(file("again")));
      });
    });

    describe("first up", () => {
      let outcome: Outcome;
      before(async () => {
        outcome = await stack.up(program(1));
        assert.ok(!outcome.failed, outcome.text);
      });

      it("keeps secret inputs as ciphertext, in inputs and outputs", async () => {
        assert.doesNotMatch(await stack.stateText(), /hidden-stdin|hidden-environment/);
      });

      it("keeps what a command with secret inputs prints in clear, unless told that it is secret", async () => {
        const reversed = Array.from("spilled-hidden-environment").reverse().join("");
        assert.equal((await stack.resource("spilling"))?.outputs["stdout"], reversed);
        const kept = (await stack.resource("keeping"))?.outputs["stdout"];
        assert.deepEqual(Object.keys(kept as object).includes("ciphertext"), true);
      });

      it("prints both streams beside the command, and nothing with logging none", () => {
        assert.deepEqual(printedBeside(outcome, "greeting").sort(), ["beware", "hello"]);
        assert.deepEqual(printedBeside(outcome, "quiet"), []);
        assert.doesNotMatch(outcome.text, /quiet-line/);
      });

      it("keeps a drawn password as ciphertext, also as a stack output", async () => {
        const { password } = await stack.outputs();
        assert.equal(typeof password, "string");
        assert.ok(!(await stack.stateText()).includes(password as string));
        assert.match(outcome.text, /password: \[secret\]/);
      });

      it("imports a password by value", async () => {
        assert.equal((await stack.outputs())["adopted"], "swordfish");
        assert.equal((await stack.resource("adopted"))?.id, "none");
      });

      it("passes the sizes of stdin and environment on without changing them", async () => {
        assert.equal((await stack.resource("secret-inputs"))?.outputs["stdout"], "12\n18");
      });
    });

    describe("second up without a change", () => {
      it("changes nothing and shows the known outputs in its preview", async () => {
        const before = await stack.outputs();
        const preview = await stack.preview(program(1));
        assert.deepEqual(Object.keys(preview.changes ?? {}), ["same"]);
        assert.doesNotMatch(preview.text, /\[unknown\]/);
        const outcome = await stack.up(program(1));
        assert.deepEqual(Object.keys(outcome.changes ?? {}), ["same"]);
        assert.deepEqual(await stack.outputs(), before);
        assert.deepEqual(await lines("again"), ["run"]);
      });

      it("finds no drift on a refresh, as there is nothing to look at", async () => {
        const outcome = await stack.refresh();
        assert.ok(!outcome.failed, outcome.text);
        assert.deepEqual(Object.keys(outcome.changes ?? {}), ["same"]);
      });
    });

    describe("up with a change", () => {
      let preview: Outcome;
      let outcome: Outcome;
      let before_: Record<string, unknown>;
      before(async () => {
        before_ = await stack.outputs();
        preview = await stack.preview(program(2));
        assert.deepEqual(await lines("again"), ["run"]);
        outcome = await stack.up(program(2));
        assert.ok(!outcome.failed, outcome.text);
      });

      it("previews the outputs of a changed command as unknown, so that dependents show as updates", () => {
        assert.match(preview.text, /~ stdin: "1" => \[unknown\]/);
        assert.deepEqual(preview.changes, outcome.changes);
      });

      it("touches only what changed", () => {
        assert.deepEqual(outcome.changes, { same: 8, update: 3, replace: 2 });
      });

      it("runs `create` again where there is no `update`", async () => {
        assert.deepEqual(await lines("again"), ["run", "run"]);
        assert.equal((await stack.outputs())["again"], "2");
      });

      it("gives `update` the previous output", async () => {
        assert.equal((await stack.outputs())["updated"], "after made");
      });

      it("replaces for changed triggers: the new one is made before the old one's `delete` runs", async () => {
        assert.deepEqual(await lines("order"), ["create 1", "create 2", "delete 1"]);
      });

      it("draws again for changed keepers, and only there", async () => {
        const now = await stack.outputs();
        assert.notEqual(now["rotated"], before_["rotated"]);
        assert.equal(now["password"], before_["password"]);
        assert.equal(now["adopted"], before_["adopted"]);
      });
    });

    describe("destroy", () => {
      it("runs `delete` with the last output, and forgets everything", async () => {
        const outcome = await stack.destroy();
        assert.ok(!outcome.failed, outcome.text);
        assert.deepEqual(await lines("deleted"), ["after made"]);
        assert.equal(await stack.resource("password"), undefined);
      });
    });
  });
}
