// The script that grows a file system on its node, with a real shell and a real ext4 in a file. What enters the node and
// speaks iSCSI is a stand-in: there is no privileged pod here, and a mounted file system needs one.
import assert from "node:assert/strict";
import { execa } from "execa";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { growthScript } from "../../components/storage/growth/growth-script";

const mebibyte = 2 ** 20;

describe("growthScript", () => {
  let folder: string;
  let disk: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "growth-"));
    disk = join(folder, "disk");
    await execa("truncate", ["--size", "16M", disk]);
    await execa("mkfs.ext4", ["-q", disk]);
    await stand("nsenter", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"');
    await stand("iscsiadm", `echo "$*" >> ${folder}/calls; truncate --size "$NAS_SIZE" ${disk}`);
    await stand("blockdev", 'stat --dereference --format %s "$2"');
    await stand("lsblk", 'echo "${LSBLK:-disk}"');
    await stand("findmnt", '[ -n "${MOUNT-/mnt}" ] && echo "${MOUNT-/mnt}"');
    await stand("xfs_growfs", `echo "xfs_growfs $*" >> ${folder}/calls`);
    await stand("sleep", ":");
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("lets a real file system have all of a LUN that grew (A-27)", async () => {
    assert.equal(await blocks(), 16 * mebibyte);
    const { exitCode, stderr } = await run();
    assert.equal(exitCode, 0, stderr);
    assert.equal(await blocks(), 32 * mebibyte);
    await execa("e2fsck", ["-fn", disk]);
    assert.equal(await calls(), "--mode node --targetname iqn.test --portal [::1]:3260 --rescan\n");
  });

  it("changes nothing the second time (P-07)", async () => {
    await run();
    const { exitCode, stderr } = await run();
    assert.equal(exitCode, 0, stderr);
    assert.equal(await blocks(), 32 * mebibyte);
  });

  it("grows xfs by its mount", async () => {
    const { exitCode } = await run({ FS_TYPE: "xfs", MOUNT: "/var/lib/kubelet/mount" });
    assert.equal(exitCode, 0);
    assert.match(await calls(), /^xfs_growfs \/var\/lib\/kubelet\/mount$/m);
  });

  it("leaves the file system alone while the node sees the old size, and says so", async () => {
    const { exitCode, stderr } = await run({ NAS_SIZE: String(16 * mebibyte) });
    assert.equal(exitCode, 1);
    assert.match(stderr, /expected .*disk to have 33554432 bytes, got 16777216; is the LUN/);
    assert.equal(await blocks(), 16 * mebibyte);
  });

  it("refuses a device with several paths, and one that is not mounted here", async () => {
    const multipath = await run({ LSBLK: "disk\nmpath" });
    assert.deepEqual([multipath.exitCode, await blocks()], [1, 16 * mebibyte]);
    assert.match(multipath.stderr, /expected one path to .*disk, got multipath/);
    const elsewhere = await run({ MOUNT: "" });
    assert.deepEqual([elsewhere.exitCode, await blocks()], [1, 16 * mebibyte]);
    assert.match(elsewhere.stderr, /to be mounted on this node, got no mount/);
  });

  async function stand(program: string, body: string): Promise<void> {
    await writeFile(join(folder, program), `#!/bin/sh\n${body}\n`);
    await chmod(join(folder, program), 0o755);
  }

  function run(changes: Readonly<Record<string, string>> = {}) {
    return execa("/bin/sh", ["-c", growthScript], {
      reject: false,
      extendEnv: false,
      env: {
        PATH: `${folder}:${process.env["PATH"] ?? ""}`,
        ...{ IQN: "iqn.test", PORTAL: "[::1]:3260", DEVICE: disk, FS_TYPE: "ext4" },
        BYTES: String(32 * mebibyte),
        NAS_SIZE: String(32 * mebibyte),
        ...changes,
      },
    });
  }

  /** Bytes that the file system spans. */
  async function blocks(): Promise<number> {
    const { stdout } = await execa("dumpe2fs", ["-h", disk]);
    const number = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)$`, "m").exec(stdout)?.[1]);
    return number("Block count") * number("Block size");
  }

  function calls(): Promise<string> {
    return readFile(join(folder, "calls"), "utf8");
  }
});
