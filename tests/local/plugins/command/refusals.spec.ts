// What the offline plugin refuses although the official one does it, and wrong inputs in its own words.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { goQuoted } from "../../../../local/plugins/command/quote";
import { Secret, unknown, type Properties } from "../../../../local/plugins/rpc/values";
import { subjects } from "../support/origins";
import { PluginClient } from "../support/plugin-client";

describe("command plugin (offline)", () => {
  const type = "command:local:Command";
  let folder: string;
  let plugin: PluginClient;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "jenkins-stack-"));
    plugin = await PluginClient.start(await subjects("command")[0]!.install(folder));
  });
  after(async () => {
    await plugin.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const refusals: readonly [string, Properties, string[]][] = [
    [
      "files to collect",
      { assetPaths: ["*.txt"], archivePaths: ["**"] },
      [
        "assetPaths: expected no paths, the offline plugin collects no files, got a list",
        "archivePaths: expected no paths, the offline plugin collects no files, got a list",
      ],
    ],
    [
      "an unknown logging",
      { logging: "stdin" },
      ['logging: expected one of "stdout", "stderr", "stdoutAndStderr", "none", got "stdin"'],
    ],
    ["a number as stdin", { stdin: 1 }, ["stdin: expected a string, got 1"]],
    [
      "a secret of the wrong type, without printing it",
      { environment: new Secret("hunter2") },
      ["environment: expected a map of strings, got a secret value"],
    ],
  ];
  for (const [what, inputs, failures] of refusals) {
    it(`refuses ${what}`, async () => {
      assert.deepEqual((await plugin.check(type, inputs)).failures, failures);
    });
  }

  it("accepts unknown inputs and empty lists of files", async () => {
    const inputs: Properties = { create: unknown, environment: { A: unknown }, assetPaths: [] };
    assert.deepEqual((await plugin.check(type, inputs)).failures, []);
    assert.deepEqual((await plugin.create(type, { assetPaths: [] })).outputs["assets"], {});
  });

  it("refuses commands on other machines", async () => {
    await assert.rejects(plugin.check("command:remote:Command", { create: "true" }), {
      message:
        "command:remote:Command: not supported by the offline plugin; it only has command:local:Command",
    });
  });

  it("refuses `local.run` without a command", async () => {
    await assert.rejects(plugin.invoke("command:local:run", {}), {
      message: "command: expected a string, got none",
    });
  });

  it("kills the shell when the engine cancels", async () => {
    const own = await PluginClient.start(await subjects("command")[0]!.install(folder));
    try {
      const running = own.create(type, { create: "echo started; exec sleep 60" });
      const refused = assert.rejects(running, {
        message: /^signal: killed: running "echo started/,
      });
      await own.cancel();
      await refused;
    } finally {
      await own.stop();
    }
  });
});

describe("goQuoted", () => {
  const cases: readonly [string, string][] = [
    ["plain text", '"plain text"'],
    ['say "hi"\\', '"say \\"hi\\"\\\\"'],
    ["tab\tline\n", '"tab\\tline\\n"'],
    ["\u0000\u001b\u007f", '"\\x00\\x1b\\x7f"'],
    ["größe 日本 🙂", '"größe 日本 🙂"'],
    ["no\u00a0break\u2028", '"no\\u00a0break\\u2028"'],
    ["\u{e0001}", '"\\U000e0001"'],
  ];
  for (const [text, quoted] of cases) {
    it(`quotes ${JSON.stringify(text)} as Go does`, () => {
      assert.equal(goQuoted(text), quoted);
    });
  }
});
