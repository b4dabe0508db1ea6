import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, symlinkSync } from "node:fs";

import { clientFiles } from "../../components/gentoo/client-files";
import { give } from "../gentoo-scripts/support/portage-user";
import { assertEnded, packages, publishedShare, repository } from "./support/serving";
import type { Share } from "./support/share";

/** Options of Portage's own syncs (PORTAGE_RSYNC_OPTS). */
const portageOptions =
  "--recursive --links --safe-links --perms --times --omit-dir-times --compress --force --whole-file --delete --stats --human-readable --timeout=180 --exclude=/distfiles --exclude=/local --exclude=/packages --exclude=/.git";

describe("clients of the rsync daemon (A-67)", () => {
  const serving = publishedShare();
  let share: Share;
  let to: string;
  let login: string;

  beforeEach(() => {
    share = serving();
    to = `${share.path("/clients")}/`;
    login = `--password-file=${share.path("/clients/password")}`;
  });

  it("lists the repository alone", async () => {
    await share.start();
    assert.match(
      (await share.fetch("rsync://")).stdout,
      /^gentoo-portage\s+Gentoo ebuild repository\n$/,
    );
  });

  it("gives the repository to Portage's own set of options", async () => {
    await share.start();
    assertEnded(
      await share.fetch(...portageOptions.split(" "), "rsync://gentoo-portage/", to),
      0,
      /^$/,
    );
    assert.equal(readFileSync(`${to}app-misc/one/one-1.ebuild`, "utf8"), "EAPI=8\n");
  });

  it("takes nothing, with or without a password", async () => {
    await share.start();
    const file = share.path("/clients/upload");
    share.write("/clients/upload", "upload");
    assertEnded(
      await share.fetch(file, "rsync://gentoo-portage/"),
      1,
      /ERROR: module is read only/,
    );
    assertEnded(
      await share.fetch(login, file, "rsync://builder@binpkgs/"),
      1,
      /ERROR: module is read only/,
    );
    assertEnded(
      await share.fetch("-r", "--delete", to, "rsync://gentoo-portage/"),
      4,
      /The server is configured to refuse --delete/,
    );
  });

  it("reads no file twice for a checksum", async () => {
    await share.start();
    const { status, stderr } = await share.fetch("-r", "--checksum", "rsync://gentoo-portage/", to);
    assert.notEqual(status, 0);
    assert.match(stderr, /The server is configured to refuse --checksum/);
  });

  it("lets nobody out of a module by dots", async () => {
    await share.start();
    share.write("/outside/secret", "secret");
    for (const path of ["../../../../outside", "../../../../../../../etc/passwd"])
      assertEnded(
        await share.fetch("-r", `rsync://gentoo-portage/${path}`, to),
        23,
        /No such file or directory/,
      );
    assert.equal(existsSync(`${to}secret`), false);
  });

  it("follows no link out of a module", async () => {
    share.write("/outside/secret", "secret");
    symlinkSync(share.path("/outside"), share.path(`${repository}/way-out`));
    give(share.path(`${repository}/way-out`));
    await share.start();
    const through = await share.fetch("-L", "-r", "rsync://gentoo-portage/way-out/", to);
    assertEnded(through, 23, /Too many levels of symbolic links/);
    // The name leaks, the content does not.
    assertEnded(await share.fetch("-r", "--links", "rsync://gentoo-portage/", to), 0, /^$/);
    assert.equal(existsSync(`${to}secret`), false);
    assert.deepEqual(readdirSync(to).includes("way-out"), true);
  });

  it("hides what builds leave beside finished packages", async () => {
    for (const hidden of [
      "Packages.gz",
      "Packages4k2j",
      ".Packages.portage_lockfile",
      "app-misc/one/one-1-2.gpkg.tarx7f.4242",
      "app-misc/one/.one-1-2.gpkg.tar.portage_lockfile",
      "app-misc/one/one-1-3.xpak.partial",
      "lost+found/inode",
    ])
      share.write(`${packages}/${hidden}`, "content");
    share.write(`${packages}/app-misc/one/one-1-2.gpkg.tar`, "");
    await share.start();
    assertEnded(
      await share.fetch(login, "-r", "--min-size=1", "rsync://builder@binpkgs/", to),
      0,
      /^$/,
    );
    assert.deepEqual(
      readdirSync(to, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== "password")
        .map(({ name }) => name)
        .sort(),
      ["Packages", "Packages.gz", "one-1-1.gpkg.tar"],
    );
    const hidden = "rsync://builder@binpkgs/app-misc/one/one-1-2.gpkg.tarx7f.4242";
    assertEnded(await share.fetch(login, hidden, to), 23, /No such file or directory/);
  });

  it("answers a wrong password, none, and a stranger with the same words", async () => {
    await share.start();
    const wrong = share.clientSecret("wrong", "wrong");
    const answers = [
      await share.fetch(wrong, "rsync://builder@binpkgs/"),
      await share.fetch(login, "rsync://stranger@binpkgs/"),
      await share.fetch(wrong, "rsync://stranger@binpkgs/"),
    ];
    for (const answer of answers)
      assertEnded(answer, 5, /^@ERROR: auth failed on module binpkgs$/m);
    assert.equal(new Set(answers.map(({ stderr }) => stderr)).size, 1);
    assert.doesNotMatch(share.log(), /pass word|wrong\n/);
  });

  it("gives packages to everybody where no password is asked for", async () => {
    await share.start({ password: false });
    assertEnded(await share.fetch("rsync://binpkgs/Packages", to), 0, /^$/);
  });

  it("turns away who is in none of the networks, and hides what is not listed", async () => {
    await share.start({ networks: ["192.0.2.0/24"] });
    // Another address of this machine than the one its own probe comes from.
    const elsewhere = (module: string) =>
      share.shell(`rsync --ipv4 --address=127.0.0.5 rsync://127.0.0.1:${share.port}/${module}/`);
    assertEnded(
      await elsewhere("gentoo-portage"),
      5,
      /@ERROR: access denied to gentoo-portage from /,
    );
    assertEnded(await elsewhere("binpkgs"), 5, /@ERROR: Unknown module 'binpkgs'/);
    assertEnded(await elsewhere("nothing"), 5, /@ERROR: Unknown module 'nothing'/);
    assert.equal((await share.probe()).status, 0);
  });

  it("lets the networks in", async () => {
    await share.start({ networks: ["127.0.0.0/8"] });
    const { status } = await share.shell(
      `rsync --ipv4 --address=127.0.0.5 rsync://127.0.0.1:${share.port}/gentoo-portage/`,
    );
    assert.equal(status, 0);
  });

  it("serves a machine that Portage's files configure", async () => {
    await share.start();
    const files = clientFiles({ host: "localhost", password: true });
    const binrepos = files["etc/portage/binrepos.conf/jenkins-stack.conf"] ?? "";
    const value = (key: string) => new RegExp(`^${key} = (.*)$`, "m").exec(binrepos)?.[1] ?? "";
    // Portage puts the values in and runs the words without a shell; here a shell does both.
    const command = value("fetchcommand").replace(
      "/etc/portage/rsync.password",
      share.path("/clients/password"),
    );
    const uri = value("sync-uri").replace("localhost", `localhost:${share.port}`);
    assertEnded(
      await share.shell(`URI=${uri}/Packages; DISTDIR=${to}; FILE=index; ${command}`),
      0,
      /^$/,
    );
    assert.equal(readFileSync(`${to}index`, "utf8"), "PACKAGES: 1\n");
  });
});
