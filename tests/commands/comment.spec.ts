import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "../../local/execa";
import { StandIn, token } from "../preview/forge/stand-in";

const root = join(__dirname, "../..");

describe("npm run comment (P-04)", () => {
  let standIn: StandIn;
  let folder: string;
  let report: string;

  before(async () => {
    standIn = await new StandIn("github").listen();
    standIn.pulls = [{ number: 7, head: { sha: "aaa" } }];
    folder = mkdtempSync(join(tmpdir(), "jenkins-stack-comment-"));
    report = join(folder, "report.md");
    writeFileSync(report, "**safe** says @somebody\n");
  });

  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await standIn.close();
  });

  function comment(secret: string, ...args: string[]) {
    const command = [
      "commands/start.mjs",
      "comment",
      "--report",
      report,
      "--stack",
      "prod",
      ...args,
    ];
    return execa(process.execPath, command, {
      cwd: root,
      extendEnv: false,
      reject: false,
      all: true,
      env: {
        PATH: process.env["PATH"] ?? "",
        GITHUB_ACTIONS: "true",
        GITHUB_API_URL: standIn.api,
        GITHUB_REPOSITORY: "acme/jenkins",
        GITHUB_REF: "refs/heads/main",
        GITHUB_TOKEN: secret,
      },
    });
  }

  it("finds the pull request of a fork's run and posts its report as nobody's word", async function () {
    this.timeout(30_000);
    const { all, exitCode } = await comment(
      token,
      ...["--head", "mallory:fix", "--commit", "aaa", "--untrusted"],
    );
    assert.equal(all, "comment of stack prod on #7: created");
    assert.equal(exitCode, 0);
    assert.match(standIn.comments[0]?.body ?? "", /from a fork and without secrets/);
    assert.doesNotMatch(standIn.comments[0]?.body ?? "", /@somebody/);
  });

  it("ends with 1 and one line when it may not, and never prints the token", async function () {
    this.timeout(30_000);
    const { all, exitCode } = await comment("another-t0ken", "--pull", "7");
    assert.equal(
      all,
      "GITHUB_TOKEN: expected a token that the forge knows, got one it refuses (401); make a new one",
    );
    assert.equal(exitCode, 1);
  });
});
