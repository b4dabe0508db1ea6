// `npm run nas -- <verb> --stack <stack>`: from the stack's settings and secrets to the NAS. The Pulumi CLI is a script that
// prints what the real one prints; that it is asked rightly on a real stack is shown on the local platform.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { execa } from "execa";

import { changed, root } from "../stacks/good-settings";
import { Scratch, ScriptedNas } from "./story";
import { asSecret, chapPassword, configOf, exportOf } from "./printed-stack";

describe("npm run nas -- --stack", function () {
  // Each of these starts Node with the whole program, and a Pulumi CLI twice.
  this.timeout(60_000);
  let scratch: Scratch;
  let nas: ScriptedNas;
  beforeEach(async () => {
    scratch = new Scratch();
    nas = await ScriptedNas.start(scratch.identity);
  });
  afterEach(async () => {
    await nas.stop();
    scratch.discard();
  });

  const operate = async (argv: readonly string[], input = "") => {
    const { folder, identity } = scratch;
    const values = {
      ...changed({
        "nas.url": nas.url,
        "nas.certificateFingerprint": identity.fingerprint,
        "storage.luns.jenkins.size": "2Gi",
      }),
      nasPassword: nas.password,
    };
    writeFileSync(join(folder, "config"), configOf(values), { mode: 0o600 });
    const state = exportOf({ "lun-jenkins-chap": asSecret(chapPassword) });
    writeFileSync(join(folder, "state"), state, { mode: 0o600 });
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const script = [
      "#!/bin/sh",
      `echo "$@" >> ${folder}/asked`,
      `case "$1" in version) echo v3.248.0 ;; config) cat ${folder}/config ;; stack) cat ${folder}/state ;; esac`,
    ];
    writeFileSync(join(bin, "pulumi"), script.join("\n"));
    chmodSync(join(bin, "pulumi"), 0o755);
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      [join(root, "commands/start.mjs"), "nas", ...argv],
      {
        cwd: folder,
        input,
        reject: false,
        env: {
          PATH: [bin, process.env["PATH"] ?? ""].join(delimiter),
          TMPDIR: folder,
          XDG_CACHE_HOME: join(folder, "cache"),
        },
      },
    );
    const asked = readFileSync(join(folder, "asked"), "utf8").trim().split("\n");
    return { exitCode, stdout, stderr, asked: asked.filter((line) => line !== "version") };
  };

  it("makes the LUN of a stack from its settings and its state", async () => {
    const { exitCode, stdout, stderr, asked } = await operate(["lun", "ensure", "--stack", "prod"]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^LUN +jenkins, 2 GiB, /);
    assert.equal(nas.targets[0]?.password, chapPassword);
    assert.deepEqual(asked, [
      "config --show-secrets --json --stack prod --non-interactive --color never",
      "stack export --show-secrets --stack prod --non-interactive --color never",
    ]);
    for (const secret of [chapPassword, nas.password])
      assert.ok(!`${stdout}${stderr}`.includes(secret));
  });

  it("enrols a device with the code on standard input", async () => {
    nas.otp = "123456";
    const { exitCode, stdout, stderr } = await operate(
      ["login", "device", "--print-token", "--stack=prod"],
      "123456\n",
    );
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual([...nas.devices], [[stdout, "jenkins-stack"]]);
  });

  it("tells a wrong LUN without asking the NAS", async () => {
    const wrong = await operate(["lun", "show", "--stack", "prod", "--lun", "nix"]);
    assert.deepEqual([wrong.exitCode, nas.calls], [2, []]);
    assert.equal(
      wrong.stderr,
      '--lun: expected a name in storage.luns, got "nix"; it has "jenkins"',
    );
  });
});
