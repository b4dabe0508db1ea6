// How the words of the tools of XFS are read: xfsprogs 6.1, printed on an image with a Jenkins home.
import assert from "node:assert/strict";

import { openFileSystem } from "../../restore/file-system";
import { findHome } from "../../restore/home";
import type { Ran, Run } from "../../restore/tool";

const listings: Readonly<Record<string, string>> = {
  "/": `8          128                directory      0x0000002e   1 . (good)
10         128                directory      0x0000172e   2 .. (good)
12         262272             directory      0x0d5bf173   4 jobs (good)
14         655488             directory      0x3e58b55d   7 secrets (good)
17         131                regular        0x9a03ad93  10 config.xml (good)
`,
  "/secrets": `12         655489             regular        0xc43d21e0  10 master.key (good)
`,
  "/jobs": `8          262272             directory      0x0000002e   1 . (good)
10         128                directory      0x0000172e   2 .. (good)
12         262273             directory      0x0d5bf173   4 my job (good)
`,
};

describe("openFileSystem, on xfs", () => {
  const asked: string[] = [];
  const dirty =
    "ALERT: The filesystem has valuable metadata changes in a log which is being\nignored because the -n option was used.\n";
  const tools =
    (repairs: readonly number[], words = "", damage = "agf_freeblks 7, counted 9 in ag 0"): Run =>
    (program, args) => {
      const ran = (exitCode: number, stdout = words): Promise<Ran> =>
        Promise.resolve({ exitCode, stdout, stderr: exitCode === 0 ? "" : damage });
      asked.push([program, ...args].join(" "));
      if (program === "xfs_repair")
        return ran(repairs[asked.filter((one) => one.startsWith("xfs_repair")).length - 1] ?? 0);
      const path = args[2]?.replace("path ", "") ?? "";
      if (args[4] !== "ls") return ran(0, "core.size = 44\n");
      return listings[path] === undefined ? ran(1) : ran(0, listings[path]);
    };
  beforeEach(() => asked.splice(0));

  it("finds a Jenkins home and counts its jobs (A-26)", async () => {
    const files = await openFileSystem(tools([0]), "xfs", "copy.img");
    assert.equal(files.repaired, "nothing to repair");
    assert.deepEqual(await findHome(files), { jobs: 1 });
    assert.equal(await files.entries("/nothing"), undefined);
  });

  it("drops a log that only a mount could replay, in the copy, and says so", async () => {
    const files = await openFileSystem(tools([1, 0, 0], dirty), "xfs", "copy.img");
    assert.match(
      files.repaired,
      /^its log was dropped in the copy: the last seconds .*, and whether anything else was damaged cannot be told$/,
    );
    assert.deepEqual(asked, [
      "xfs_repair -n copy.img",
      "xfs_repair -L copy.img",
      "xfs_repair -n copy.img",
    ]);
  });

  it("refuses what is damaged without its log as well", async () => {
    await assert.rejects(
      openFileSystem(tools([1, 1, 1], dirty), "xfs", "copy.img"),
      /^RestoreRefused: file system: expected xfs without damage, got "/,
    );
  });

  it("repairs nothing where the log is whole, because a repair would hide what it found (A-26)", async () => {
    await assert.rejects(
      openFileSystem(tools([1, 0, 0]), "xfs", "copy.img"),
      /^RestoreRefused: file system: expected xfs without damage, got "agf_freeblks 7, counted/,
    );
    assert.deepEqual(asked, ["xfs_repair -n copy.img"]);
  });

  it("repairs nothing where no log explains what was found", async () => {
    const bad = "bad magic number 0x0 on inode 131";
    await assert.rejects(
      openFileSystem(tools([1, 0, 0], dirty, bad), "xfs", "copy.img"),
      /^RestoreRefused: file system: expected xfs without damage, got "bad magic number 0x0 on/,
    );
    assert.deepEqual(asked, ["xfs_repair -n copy.img"]);
  });
});
