// What a rehearsal sees in the copy of a clone, with the real tools on real ext4. What is not shown: a mount by a node.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openFileSystem } from "../../restore/file-system";
import { findHome } from "../../restore/home";
import { programs } from "../../restore/tool";

describe("openFileSystem, on ext4", () => {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-spec-"));
  const run = programs();
  let made = 0;
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** An image with these files in it; a name that ends with a slash is a folder. */
  async function image(files: Readonly<Record<string, string>>): Promise<string> {
    const tree = join(folder, `tree-${++made}`);
    mkdirSync(tree);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(tree, path, path.endsWith("/") ? "" : ".."), { recursive: true });
      if (!path.endsWith("/")) writeFileSync(join(tree, path), content);
    }
    const file = `${tree}.img`;
    writeFileSync(file, "");
    truncateSync(file, 8 * 1024 ** 2);
    const { exitCode, stderr } = await run("mkfs.ext4", ["-q", "-d", tree, file]);
    assert.equal(exitCode, 0, stderr);
    return file;
  }
  const whole = {
    "config.xml": "<hudson/>",
    "secrets/master.key": "0123456789abcdef",
    "jobs/one/config.xml": "<project/>",
    "jobs/two/": "",
    "jobs/note": "no job",
  };
  const found = async (file: string) => findHome(await openFileSystem(run, "ext4", file));

  it("finds a Jenkins home and counts its jobs (A-26, D-06)", async () => {
    assert.deepEqual(await found(await image(whole)), { jobs: 2 });
  });

  it("replays the journal that every snapshot of a mounted file system has", async () => {
    const file = await image(whole);
    await run("debugfs", ["-w", "-R", "feature needs_recovery", file]);
    const files = await openFileSystem(run, "ext4", file);
    assert.equal(files.repaired, "its journal was replayed in the copy");
    assert.deepEqual(await findHome(files), { jobs: 2 });
    assert.equal((await openFileSystem(run, "ext4", file)).repaired, "nothing to repair");
  });

  it("names everything that is missing from a home, keys above all (D-06)", async () => {
    const file = await image({ "config.xml": "", jobs: "a file", "secrets/other": "x" });
    await assert.rejects(found(file), (error: Error) => {
      assert.deepEqual(error.message.split("\n"), [
        "/config.xml: expected a file, got an empty one; Jenkins would start as a new one",
        "/secrets/master.key: expected a file, got none; no credential of the home could be read any more",
        "/jobs: expected a folder, got a file; every job and its history would be gone",
        "the snapshot holds no whole Jenkins home",
      ]);
      return true;
    });
  });

  it("refuses what no node would mount, and says what the check said", async () => {
    const file = join(folder, "zeros.img");
    writeFileSync(file, Buffer.alloc(1024 ** 2));
    await assert.rejects(
      found(file),
      /^RestoreRefused: file system: expected ext4 without damage, got "The superblock could not be read/,
    );
  });

  it("does not take for a journal what a node would repair without a word (A-26)", async () => {
    const file = await image(whole);
    await run("debugfs", ["-w", "-R", "sif /config.xml links_count 5", file]);
    await assert.rejects(
      found(file),
      /^RestoreRefused: file system: expected ext4 without damage, got "Inode \d+ ref count is 5, should be 1\. {2}FIXED\."; rehearse an older/,
    );
  });

  it("takes what a mount puts right by itself for no damage", async () => {
    const file = await image(whole);
    await run("debugfs", ["-w", "-R", "ssv free_blocks_count 5", file]);
    assert.deepEqual(await found(file), { jobs: 2 });
  });

  it("refuses a damage that needs a decision", async () => {
    const file = await image(whole);
    // Two files that own one block.
    await run("debugfs", ["-w", "-R", "clri <2>", file]);
    await assert.rejects(found(file), /^RestoreRefused: file system: expected ext4/);
  });

  it("says which package a missing program is from", async () => {
    await assert.rejects(
      programs()("xfs_of_nobody", []),
      /^RestoreRefused: xfs_of_nobody: expected the command to be installed, got none; apt-get install/,
    );
  });
});
