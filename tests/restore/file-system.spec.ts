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
  const tools =
    (repairs: readonly number[]): Run =>
    (program, args) => {
      const ran = (exitCode: number, stdout = ""): Promise<Ran> =>
        Promise.resolve({ exitCode, stdout, stderr: "bad magic number in copy.img: XAGF" });
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
    const files = await openFileSystem(tools([1, 0, 0]), "xfs", "copy.img");
    assert.match(files.repaired, /^its log was dropped in the copy: the last seconds/);
    assert.deepEqual(asked, [
      "xfs_repair -n copy.img",
      "xfs_repair -L copy.img",
      "xfs_repair -n copy.img",
    ]);
  });

  it("refuses what is damaged without its log as well", async () => {
    await assert.rejects(
      openFileSystem(tools([1, 1, 1]), "xfs", "copy.img"),
      /^RestoreRefused: file system: expected xfs that a node would mount, got "bad magic number/,
    );
  });
});
