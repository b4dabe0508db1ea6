import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";

import { askCode } from "../../commands/nas/ask-code";
import { stackCli } from "../../commands/nas/stack-cli";
import { root } from "../stacks/good-settings";
import { Scratch } from "./story";
import { failureOf } from "./printed-stack";

describe("stackCli", () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => {
    scratch.discard();
  });
  const cliOf = (stack: string, script: string) => {
    const bin = join(scratch.folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n${script}`);
    chmodSync(join(bin, "pulumi"), 0o755);
    return stackCli(root, stack, { PATH: bin, XDG_CACHE_HOME: scratch.folder });
  };

  it("says what the CLI said when it refuses, without what it printed before", async () => {
    const cli = await cliOf(
      "prod",
      '[ "$1" = version ] && echo v3.248.0 && exit\necho a-secret\necho "error: incorrect passphrase" >&2\nexit 255',
    );
    await assert.rejects(
      cli(["config"]),
      failureOf(
        '--stack: expected pulumi config to read stack "prod", got\nerror: incorrect passphrase',
      ),
    );
  });

  it("says that there is no CLI, or no local platform", async () => {
    await assert.rejects(
      cliOf("prod", "exit 1"),
      failureOf(
        "pulumi: expected the Pulumi CLI on PATH, got none; install it, or let npm run up build one into the tool cache",
      ),
    );
    const env = { JENKINS_STACK_INSTANCE: ".local-never-made" };
    await assert.rejects(
      stackCli(root, "local", env),
      failureOf(
        ".local-never-made: no platform; npm run up -- --instance .local-never-made makes one",
      ),
    );
    await assert.rejects(
      stackCli(root, "local", env, ".local-other"),
      failureOf(".local-other: no platform; npm run up -- --instance .local-other makes one"),
      "an option outweighs the environment",
    );
  });
});

describe("askCode", () => {
  it("takes the first line of standard input", async () => {
    assert.equal(await askCode(Readable.from([" 123456\n", "more\n"])), "123456");
    assert.equal(await askCode(Readable.from(["123456"])), "123456");
  });

  it("says that there was none", async () => {
    await assert.rejects(
      askCode(Readable.from([])),
      failureOf(
        "one-time password: expected the six digits that the authenticator shows on standard input, got nothing",
      ),
    );
  });
});
