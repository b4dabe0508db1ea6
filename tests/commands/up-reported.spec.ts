// The question before an up, with an engine that only prints previews.
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";

import type { StackRun } from "../../commands/nas/stack-cli";
import { reportedUp } from "../../commands/up/reported";
import { labels } from "../../components/internal/labels";
import { types } from "../preview/support/steps";

const urn = `urn:pulumi:prod::jenkins-stack::jenkins-stack:index:JenkinsController$${types.role}::jenkins`;
const metadata = { name: "jenkins", namespace: "jenkins", labels: labels("controller") };
const state = (...verbs: readonly string[]) => ({
  ...{ urn, type: types.role },
  inputs: { metadata, rules: [{ apiGroups: [""], resources: ["pods"], verbs }] },
});
const preview = JSON.stringify({
  steps: [{ op: "update", oldState: state("get", "list"), newState: state("get") }],
});

const ctrlC = Symbol("Ctrl-C");

describe("reportedUp", () => {
  /** Types an answer, and tells what became of it. */
  async function answered(answer: string | symbol, previews: readonly string[]) {
    const left = [...previews];
    const commands: string[] = [];
    const run: StackRun = ([command = ""], onLine) => {
      commands.push(command);
      if (command === "up")
        ["@ updating...", " ~ Role jenkins updated"].forEach((line) => onLine?.(line));
      return Promise.resolve({ exitCode: 0, stdout: left.shift() ?? "", stderr: "" });
    };
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const signals = new EventEmitter();
    if (typeof answer === "string") input.end(answer);
    let printed = "";
    const exitCode = await reportedUp(
      {
        ...{ root: __dirname, stack: "prod", yes: false, accept: "safe", input, signals },
        print: (text) => {
          printed += text;
          // As soon as the question is open.
          if (answer === ctrlC && text.includes("to go on: "))
            setImmediate(() => signals.emit("SIGINT"));
        },
      },
      run,
    );
    assert.equal(signals.listenerCount("SIGINT"), 0);
    return { exitCode, commands, printed };
  }

  it("runs what was confirmed, after it has looked again", async () => {
    const { exitCode, commands, printed } = await answered("yes\n", [preview, preview]);
    assert.deepEqual([exitCode, commands], [0, ["preview", "preview", "up"]]);
    assert.match(printed, /^interrupts builds: stack prod, 1 updated$/m);
    assert.match(printed, /^This interrupts builds\. Type yes to go on: /m);
    assert.match(printed, /Role jenkins updated/);
    assert.doesNotMatch(printed, /@ updating/);
  });

  it("runs nothing after another answer, or none", async () => {
    for (const answer of ["y\n", "prod\n", ""]) {
      const { exitCode, commands, printed } = await answered(answer, [preview]);
      assert.deepEqual([exitCode, commands], [2, ["preview"]]);
      assert.match(printed, /not confirmed: nothing was changed/);
    }
  });

  it("takes Ctrl-C for no, and says so with its exit code", async () => {
    const { exitCode, commands, printed } = await answered(ctrlC, [preview]);
    assert.deepEqual([exitCode, commands], [130, ["preview"]]);
    assert.match(printed, /to go on: \nnot confirmed: nothing was changed\n$/);
  });

  it("runs nothing when the stack has changed while somebody read", async () => {
    const { exitCode, commands, printed } = await answered("yes\n", [preview, '{"steps":[]}']);
    assert.deepEqual([exitCode, commands], [2, ["preview", "preview"]]);
    assert.match(printed, /the stack has changed since the report/);
  });
});
