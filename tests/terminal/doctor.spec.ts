// doctor as a person and as a script meet it, where there is nothing to look at. What it finds on a real platform is for
// tests/engine to show.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { root } from "../stacks/good-settings";
import { PseudoTerminal } from "./support/pseudo-terminal";
import { StandInPulumi } from "./support/stand-in-pulumi";

const instance = ".local-never-made";

describe("npm run doctor", function () {
  this.timeout(120_000);
  let folder: string;
  let terminal: PseudoTerminal | undefined;
  before(() => (folder = mkdtempSync(join(tmpdir(), "jenkins-stack-terminal-"))));
  afterEach(() => terminal?.discard());
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const command = (...args: string[]) => [
    ...[process.execPath, join(root, "commands", "start.mjs"), "doctor"],
    ...args,
  ];

  it("shows colours at a terminal, what it could not look at, and ends with 1", async () => {
    const { env } = new StandInPulumi(folder);
    const args = ["--stack", "local", "--instance", instance];
    terminal = new PseudoTerminal(command(...args), { cwd: root, env: { ...env, NO_COLOR: "" } });
    await terminal.shows("\u001b[31merror  \u001b[39m  Pulumi CLI");
    await terminal.shows(
      `${instance}: no platform; npm run up -- --instance ${instance} makes one`,
    );
    await terminal.shows("cluster");
    await terminal.shows("not looked at, because it needs the settings");
    assert.equal(await terminal.end(), 1);
  });

  it("prints JSON without a terminal", async () => {
    const { code, stdout } = await run("--stack", "local", "--instance", instance, "--json");
    assert.equal(code, 1);
    const { findings, errors } = JSON.parse(stdout) as {
      findings: { check: string; state: string }[];
      errors: number;
    };
    assert.equal(findings[0]?.check, "Pulumi CLI");
    assert.equal(findings.filter(({ state }) => state === "error").length, errors);
  });

  async function run(...args: string[]) {
    const [node = "", ...rest] = command(...args);
    const child = spawn(node, rest, {
      cwd: root,
      env: new StandInPulumi(folder).env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [stdout, code] = await Promise.all([
      text(child.stdout),
      new Promise((resolve) => child.once("close", resolve)),
    ]);
    return { code, stdout };
  }
});
