// What is looked at before anything is copied, with real file systems and the rights of the pod. It does not prove what
// other storage systems say of their size.
import assert from "node:assert/strict";

import { Volumes, type RunOptions } from "./support/volumes";

describe("the check of a migration", () => {
  let volumes: Volumes;

  const open = async (sizes?: Parameters<typeof Volumes.open>[0]) => {
    volumes = await Volumes.open(sizes);
    await inOld("mkdir jobs && echo '<hudson/>' >config.xml");
  };
  afterEach(() => volumes.close());

  const inOld = (command: string) => volumes.shell(`cd '${volumes.inside("old")}' && ${command}`);
  const inNew = (command: string) => volumes.shell(`cd '${volumes.inside("new")}' && ${command}`);
  const refusal = async (options?: RunOptions) => {
    const { status, stderr } = await volumes.run("check", options);
    assert.equal(status, 3, stderr);
    return stderr;
  };
  const abilities = (line: string): RunOptions => ({ standIns: { rsync: `echo '${line}'` } });

  it("says what is used and what fits, and who looks after the claim, and writes nothing (A-29, A-30)", async () => {
    await open({ old: "size=8m,nr_inodes=100", new: "size=16m,nr_inodes=200" });
    await inOld("head -c 3M /dev/zero >big && mkdir lost+found");
    await volumes.shell(`mount -o remount,ro '${volumes.inside("new")}'`);
    const RECONCILERS = "Argo CD application ci\nHelm release jenkins";
    const { status, stdout, stderr } = await volumes.run("check", { environment: { RECONCILERS } });
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(stdout.split("\n"), [
      "the old volume uses 3 MiB and 5 inodes; the new one has room for 16 MiB and 200 inodes",
      "warning: Argo CD application ci looks after the old claim: it must not delete it or make it anew",
      "warning: Helm release jenkins looks after the old claim: it must not delete it or make it anew",
      "",
    ]);
  });

  it("counts what an earlier copy brought as room", async () => {
    await open({ old: "size=8m", new: "size=8m" });
    await inOld("head -c 5M /dev/urandom >big");
    assert.equal((await volumes.run("precopy")).status, 0);
    assert.equal((await volumes.run("copy")).status, 0);
  });

  it("refuses a volume that is too small", async () => {
    await open({ new: "size=1m" });
    await inOld("head -c 3M /dev/zero >big");
    assert.match(
      await refusal(),
      /^refused: the new volume is too small: 3 MiB are used, 1 MiB fit; grow its LUN$/m,
    );
  });

  it("refuses a volume with too few inodes", async () => {
    await open({ old: "nr_inodes=100", new: "nr_inodes=20" });
    await inOld("touch $(seq 30)");
    assert.match(
      await refusal(),
      /^refused: the new volume has too few inodes: \d+ are used, 20 exist; /m,
    );
  });

  it("refuses an old volume without a home, and says where one lies deeper", async () => {
    await open();
    await inOld("mkdir -p jenkins_home/jobs && mv config.xml jenkins_home/");
    assert.equal(
      await refusal(),
      "refused: the Jenkins home is not the top folder of the old volume but jenkins_home: set storage.migration.from.path\n",
    );
    const environment = { OLD: volumes.inside("old/jenkins_home") };
    assert.equal((await volumes.run("check", { environment })).status, 0);
    await inOld("rm -r jenkins_home");
    assert.equal(
      await refusal(),
      "refused: the old volume holds no Jenkins home: there is no config.xml\n",
    );
  });

  it("refuses a new volume with something in it", async () => {
    await open();
    await inNew("mkdir lost+found");
    assert.equal((await volumes.run("check")).status, 0);
    await inNew("mkdir jobs");
    assert.equal(
      await refusal(),
      "refused: the new volume holds jobs, which no migration has put there\n",
    );
  });

  it("refuses one volume that is both", async () => {
    await open();
    const environment = { NEW: volumes.inside("old") };
    assert.equal(await refusal({ environment }), "refused: old and new are the same volume\n");
  });

  it("refuses an image that would lose something", async () => {
    await open();
    assert.equal(
      await refusal(abilities("hardlinks, no ACLs, xattrs")),
      "refused: the rsync of the image keeps no ACLs\n",
    );
    assert.equal(
      await refusal(abilities("openrsync: protocol version 29, hardlinks, ACLs")),
      "refused: the rsync of the image keeps no xattrs\n",
    );
    assert.equal(
      await refusal({ standIns: { rsync: "exit 127" } }),
      "refused: the image has no rsync\n",
    );
    assert.equal(
      await refusal({ standIns: { find: "exit 1" } }),
      "refused: the image needs GNU find\n",
    );
    assert.equal(
      await refusal({ standIns: { id: "echo 1000" } }),
      "refused: the copy keeps the owners of files, which only root may do\n",
    );
  });
});
