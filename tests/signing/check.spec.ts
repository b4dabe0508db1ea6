// The gate before publishing, with real rpm 4 and GnuPG.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

import { execa } from "../../local/execa";
import { keys } from "../support/keys";
import { leftHomes, rpmTools, SigningFolder } from "./support/signing-folder";

const { fingerprint } = keys.gpg;

describe("the script that checks packages", function () {
  this.timeout(60_000);
  const signing = new SigningFolder();
  const check = (folder: string, environment: Readonly<Record<string, string>> = {}) =>
    signing.run("check", { RPM_FINGERPRINT: fingerprint, ...environment }, folder);

  before(async () => {
    await signing.build("one");
    await signing.build("two");
  });
  afterEach(() => {
    assert.deepEqual(leftHomes(), []);
  });
  after(() => {
    signing.remove();
  });

  it("lets packages pass that the stack's key signed, by the key beside it", async () => {
    const folder = signing.packages("signed", "one", "two");
    await signing.sign(folder);
    assert.equal((await check(folder)).status, 0);
  });

  it("refuses a package without a signature, which rpmkeys alone calls fine (A-52)", async () => {
    const folder = signing.packages("unsigned", "one", "two");
    await signing.sign(`${folder}/updates`);
    const alone = await execa("rpmkeys", ["--checksig", `${folder}/two-1-1.noarch.rpm`], {
      env: await rpmTools(),
    });
    assert.match(alone.stdout, /digests OK/);

    const { status, lines } = await check(folder);
    assert.equal(status, 1);
    assert.deepEqual(
      lines.filter((line) => line.startsWith("check: ")),
      [
        `check: expected a package signed by ${fingerprint}, got another: ${folder}/two-1-1.noarch.rpm`,
        "check: 1 of 2 packages refused",
      ],
    );
  });

  it("refuses a package that another key signed", async () => {
    const folder = signing.packages("foreign", "one");
    await signing.sign(folder, {
      RPM_KEY_FILE: signing.path("keys/rsa.asc"),
      RPM_FINGERPRINT: keys.gpgRsa.fingerprint,
    });
    const { status, lines } = await check(folder);
    assert.deepEqual([status, lines.at(-1)], [1, "check: 1 of 1 packages refused"]);
  });

  it("refuses a package that was changed after it was signed", async () => {
    const folder = signing.packages("changed", "one");
    await signing.sign(folder);
    const file = `${folder}/updates/one-1-1.noarch.rpm`;
    const bytes = readFileSync(file);
    const last = bytes.length - 20;
    bytes.writeUInt8(bytes.readUInt8(last) ^ 0xff, last);
    writeFileSync(file, bytes);
    assert.equal((await check(folder)).status, 1);
  });

  it("refuses another public key than the pinned one", async () => {
    const folder = signing.packages("pinned", "one");
    const { status, lines } = await check(folder, { RPM_FINGERPRINT: keys.gpgRsa.fingerprint });
    assert.deepEqual(
      [status, lines],
      [1, [`check: expected the public key ${keys.gpgRsa.fingerprint}, got ${fingerprint}`]],
    );
  });

  it("refuses metadata that was changed after it was signed", async () => {
    const folder = signing.packages("metadata", "one");
    await signing.sign(folder, { RPM_METADATA: "true" });
    const file = `${folder}/repodata/repomd.xml`;
    writeFileSync(file, `${readFileSync(file, "utf8")}<!-- more -->`);
    const { status, lines } = await check(folder);
    assert.deepEqual(
      [status, lines.at(-1)],
      [1, `check: expected metadata signed by ${fingerprint}, got another: ${file}`],
    );
  });

  it("refuses a folder without packages, and nothing at all", async () => {
    const folder = signing.packages("empty");
    const nothing = await signing.run("check", { RPM_FINGERPRINT: fingerprint });
    assert.deepEqual(
      [(await check(folder)).lines, nothing.lines],
      [
        [`check: expected packages in ${folder}, got none`],
        ["check: expected folders or packages, got nothing"],
      ],
    );
  });

  it("removes its home when it is ended from outside", async () => {
    const folder = signing.packages("ended", "one");
    // It says that it has begun, and goes on when somebody reads that for the second time: never.
    await execa("mkfifo", [signing.path("begun")]);
    signing.write("bin/rpmkeys", '#!/bin/sh\necho begun >"$BEGUN"\nexec cat "$BEGUN"\n');
    await execa("chmod", ["+x", signing.path("bin/rpmkeys")]);
    const tools = await rpmTools();
    const run = execa("sh", [signing.path("scripts/sign.sh"), folder], {
      env: {
        ...tools,
        PATH: `${signing.path("bin")}:${tools["PATH"] ?? ""}`,
        BEGUN: signing.path("begun"),
        RPM_KEY_FILE: signing.path("keys/rsa.asc"),
        RPM_FINGERPRINT: keys.gpgRsa.fingerprint,
      },
      // It ends in the end even where it takes no notice.
      ...{ detached: true, reject: false, timeout: 20_000, killSignal: "SIGKILL" },
    });
    await execa("head", ["-n", "1", signing.path("begun")]);
    assert.equal(leftHomes().length, 1);
    process.kill(-(run.pid ?? 0), "SIGTERM");
    assert.equal((await run).exitCode, 143, "expected it to end");
  });
});
