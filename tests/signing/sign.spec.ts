// Signing with real GnuPG and rpm 4, without a terminal. What rpm 6 makes of the same macros is not shown here.
import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";

import { execa } from "../../local/execa";
import { keys } from "../support/keys";
import { leftHomes, passphrase, rpmTools, SigningFolder } from "./support/signing-folder";

const { fingerprint } = keys.gpg;

describe("the script that signs packages", function () {
  this.timeout(60_000);
  const signing = new SigningFolder();

  before(async () => {
    await signing.build("one");
    await signing.build("two");
  });
  afterEach(async () => {
    assert.deepEqual(leftHomes(), []);
    assert.deepEqual(await agents(), []);
  });
  after(() => {
    signing.remove();
  });

  it("signs every package of a folder with the key and its passphrase (A-52)", async () => {
    const folder = signing.packages("signed", "one", "two");
    const { status, lines } = await signing.sign(folder);
    assert.equal(status, 0, lines.join("\n"));
    assert.deepEqual(lines.filter((line) => line.startsWith("sign: ")).sort(), [
      `sign: ${folder}/two-1-1.noarch.rpm`,
      `sign: ${folder}/updates/one-1-1.noarch.rpm`,
    ]);
    assert.deepEqual(await signers(folder), [fingerprint.slice(-16), fingerprint.slice(-16)]);
  });

  it("changes nothing the second time", async () => {
    const folder = signing.packages("twice", "one");
    await signing.sign(folder);
    const file = `${folder}/updates/one-1-1.noarch.rpm`;
    const before = [readFileSync(file), statSync(file).mtimeMs];
    const { status, lines } = await signing.sign(folder);
    assert.deepEqual([status, lines[0]], [0, `sign: ${file} is signed already`]);
    assert.deepEqual([readFileSync(file), statSync(file).mtimeMs], before);
  });

  it("replaces the signature of another key", async () => {
    const folder = signing.packages("other-key", "one");
    await signing.sign(folder, {
      RPM_KEY_FILE: signing.path("keys/rsa.asc"),
      RPM_FINGERPRINT: keys.gpgRsa.fingerprint,
    });
    assert.deepEqual(await signers(folder), [keys.gpgRsa.fingerprint.slice(-16)]);
    assert.equal((await signing.sign(folder)).status, 0);
    assert.deepEqual(await signers(folder), [fingerprint.slice(-16)]);
  });

  it("signs with a key that has no passphrase", async () => {
    const folder = signing.packages("open", "one");
    const { status } = await signing.sign(folder, {
      RPM_KEY_FILE: signing.path("keys/rsa.asc"),
      RPM_FINGERPRINT: keys.gpgRsa.fingerprint,
      RPM_PASSPHRASE: "",
    });
    assert.equal(status, 0);
  });

  it("writes and signs the metadata of the signed packages", async () => {
    const folder = signing.packages("metadata", "one", "two");
    const { status, lines } = await signing.sign(folder, { RPM_METADATA: "true" });
    assert.equal(status, 0, lines.join("\n"));
    assert.match(readFileSync(`${folder}/repodata/repomd.xml`, "utf8"), /primary\.xml/);
    assert.match(readFileSync(`${folder}/repodata/repomd.xml.asc`, "utf8"), /BEGIN PGP SIGNATURE/);
    assert.equal((await check(folder)).status, 0);
    assert.equal((await signing.sign(folder, { RPM_METADATA: "true" })).status, 0);
  });

  it("ignores settings of rpm and GnuPG that a build left in its home", async () => {
    const folder = signing.packages("home", "one");
    signing.write("home/.rpmmacros", "%_gpg_name nobody\n%_pkgverify_level none\n");
    signing.write("home/.gnupg/gpg.conf", "default-key nobody\nno-such-option\n");
    assert.equal((await signing.sign(folder, { HOME: signing.path("home") })).status, 0);
  });

  it("finds its key and its folder by relative paths", async () => {
    signing.packages("relative", "one");
    const { status } = await signing.sign("relative", { RPM_KEY_FILE: "keys/private.asc" });
    assert.equal(status, 0);
  });

  const refusals: readonly (readonly [string, Record<string, string>, string])[] = [
    [
      "a wrong passphrase",
      { RPM_PASSPHRASE: "no-passphrase-of-it" },
      `sign: expected the passphrase of ${fingerprint}, got one that does not open it`,
    ],
    [
      "another key than the pinned one",
      { RPM_FINGERPRINT: keys.gpgRsa.fingerprint },
      `sign: expected the key ${keys.gpgRsa.fingerprint}, got ${fingerprint}`,
    ],
    [
      "a fingerprint that is none",
      { RPM_FINGERPRINT: "Jenkins" },
      'sign: expected 40 hexadecimal digits in RPM_FINGERPRINT, got "Jenkins"',
    ],
    [
      "a missing key",
      { RPM_KEY_FILE: "" },
      "sign: expected a file with the private key in RPM_KEY_FILE, got none",
    ],
    [
      "a public key",
      { RPM_KEY_FILE: "keys/public.asc" },
      `sign: expected the key ${fingerprint}, got none`,
    ],
    [
      "what is no key",
      { RPM_KEY_FILE: "scripts/sign.sh" },
      "sign: expected a private key in RPM_KEY_FILE, got something else",
    ],
  ];
  for (const [what, environment, message] of refusals)
    it(`refuses ${what} and signs nothing`, async () => {
      const folder = signing.packages(
        `refused-${refusals.findIndex(([it]) => it === what)}`,
        "one",
      );
      const before = readFileSync(`${folder}/updates/one-1-1.noarch.rpm`);
      assert.deepEqual(await signing.sign(folder, environment), { status: 1, lines: [message] });
      assert.deepEqual(readFileSync(`${folder}/updates/one-1-1.noarch.rpm`), before);
    });

  it("refuses a folder without packages", async () => {
    const folder = signing.packages("empty");
    assert.deepEqual(await signing.sign(folder), {
      status: 1,
      lines: [`sign: expected packages in ${folder}, got none`],
    });
  });

  it("tells what a damaged package is", async () => {
    const folder = signing.packages("damaged", "one");
    writeFileSync(`${folder}/updates/one-1-1.noarch.rpm`, "no package");
    const { status, lines } = await signing.sign(folder);
    assert.equal(status, 1);
    assert.match(lines.join("\n"), /^sign: expected rpmsign to sign .*one-1-1\.noarch\.rpm, got: /);
  });

  it("shows passphrase and key to nobody: not in arguments, not in its output", async () => {
    const folder = signing.packages("secret", "one", "two");
    // Everything that is started is seen by these, which write their arguments down.
    for (const program of ["gpg", "rpmsign", "rpmkeys", "createrepo_c"])
      signing.write(
        `bin/${program}`,
        `#!/bin/sh\necho "${program} $*" >>"$ARGUMENTS"\nPATH=$REAL_PATH exec ${program} "$@"\n`,
      );
    await execa("chmod", ["-R", "+x", signing.path("bin")]);
    const { PATH = "" } = await rpmTools();
    const seen = signing.path("arguments");
    const { status, lines } = await signing.sign(folder, {
      PATH: `${signing.path("bin")}:${PATH}`,
      REAL_PATH: PATH,
      ARGUMENTS: seen,
      RPM_METADATA: "true",
    });
    assert.equal(status, 0);
    const shown = readFileSync(seen, "utf8") + lines.join("\n");
    assert.match(shown, /rpmsign --resign/);
    assert.doesNotMatch(shown, new RegExp(`\\b${passphrase}\\b`));
    assert.doesNotMatch(shown, /PRIVATE KEY/);
  });

  async function signers(folder: string): Promise<string[]> {
    const { stdout } = await execa(
      "sh",
      [
        "-c",
        `find "$0" -name '*.rpm' -exec rpm -qp --qf '%{SIGPGP:pgpsig}%{RSAHEADER:pgpsig}%{DSAHEADER:pgpsig}\\n' {} ';'`,
        folder,
      ],
      { env: await rpmTools() },
    );
    return stdout
      .split("\n")
      .map((line) => (/Key ID ([0-9a-f]{16})/.exec(line)?.[1] ?? line).toUpperCase());
  }

  function check(folder: string) {
    return signing.run("check", { RPM_FINGERPRINT: fingerprint }, folder);
  }
});

/** Agents whose home is one of the scripts'. Ended ones may wait for their parent, but have no arguments any more. */
async function agents(): Promise<string[]> {
  const { stdout } = await execa("pgrep", ["-af", "gpg-agent.*/tmp/gpg\\."], { reject: false });
  return stdout.split("\n").filter((line) => line !== "");
}
