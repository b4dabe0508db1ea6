// The copies of a home with real rsync on real file systems, with the rights of the pod. It does not prove what a kubelet
// mounts, nor how fast a storage system reads.
import assert from "node:assert/strict";

import { wholeLine } from "../../components/internal/migrated-home";
import { Volumes } from "./support/volumes";

describe("the copies of a migration", () => {
  let volumes: Volumes;

  const open = async (sizes?: Parameters<typeof Volumes.open>[0]) => {
    volumes = await Volumes.open(sizes);
    await volumes.makeHome();
  };
  afterEach(() => volumes.close());

  const inOld = (command: string) => volumes.shell(`cd '${volumes.inside("old")}' && ${command}`);
  const inNew = (command: string) => volumes.shell(`cd '${volumes.inside("new")}' && ${command}`);
  const copied = async (phase: "precopy" | "copy" = "copy") => {
    const ended = await volumes.run(phase);
    assert.equal(ended.status, 0, ended.stderr);
    return ended.stdout;
  };

  it("keep links, holes, owners, times, ACLs, attributes and any name, but no SELinux label (A-29)", async () => {
    await open();
    await copied();
    const [old, fresh] = [await volumes.content("old"), await volumes.content("new")];
    const labelled = old["b'./config.xml'"] as { attributes: Record<string, string> };
    assert.ok("security.selinux" in labelled.attributes);
    delete labelled.attributes["security.selinux"];
    assert.ok(Object.keys(old).length > 20);
    assert.deepEqual(fresh, old);
    const { blocks } = fresh["b'./sparse'"] as { blocks: number };
    assert.ok(blocks <= 16, `the hole takes ${blocks} blocks`);
  });

  it("say in the new home what was compared, and only then", async () => {
    await open();
    await copied("precopy");
    assert.deepEqual(await volumes.marked(), { from: "jenkins/jenkins", state: "copying" });
    assert.match(await copied(), /^copied and compared: \d+ files, \d+ bytes\n$/m);
    const { state, files, bytes } = await volumes.marked();
    assert.equal(`state ${state}`, wholeLine);
    const count = await inOld("find . -path ./lost+found -prune -o -printf . | wc -c");
    assert.equal(files, count.trim());
    assert.ok(Number(bytes) > 8 << 20);
  });

  it("do nothing a second time", async () => {
    await open();
    await copied();
    const standIns = { rsync: `[ "$1" = --version ] || exit 99; PATH=$REAL exec rsync "$@"` };
    const again = await volumes.run("copy", { standIns });
    assert.deepEqual([again.status, again.stderr], [0, ""]);
    assert.match(again.stdout, /copied and compared before: nothing changed since\n$/);
  });

  it("take away what is gone from the old home, and leave each file system its lost+found", async () => {
    await open();
    await inNew("mkdir lost+found && echo new >lost+found/kept");
    await copied("precopy");
    await inOld("rm -r jobs/odd && echo more >jobs/one/added");
    await copied();
    assert.equal(await inNew("ls jobs"), "one\n");
    assert.equal(await inNew("ls jobs/one"), "added\nbuilds\n");
    assert.equal(await inNew("ls lost+found"), "kept\n");
    assert.equal(await inOld("ls lost+found"), "#12\n");
  });

  it("bring with the last one what a running Jenkins wrote during the first", async () => {
    await open();
    // Written after rsync has read the file, and told as files that went away meanwhile.
    const standIns = {
      rsync: `PATH=$REAL rsync "$@" || exit; [ "$1" = --version ] || { echo more >>"$OLD/jobs/one/builds/1/log"; exit 24; }`,
    };
    const hot = await volumes.run("precopy", { standIns });
    assert.equal(hot.status, 0, hot.stderr);
    assert.equal(await inNew("cat jobs/one/builds/1/log"), "first build\n");
    await copied();
    assert.equal(await inNew("cat 'jobs/one/builds/1/hard link'"), "first build\nmore\n");
  });

  it("do not take files that went away in the last one, where nobody writes", async () => {
    await open();
    const standIns = {
      rsync: `PATH=$REAL rsync "$@" || exit; [ "$1" = --version ] || exit 24`,
    };
    const { status, stderr } = await volumes.run("copy", { standIns });
    assert.deepEqual(
      [status, stderr],
      [1, "rsync ended with 24; the next try goes on from here\n"],
    );
    assert.equal((await volumes.marked())["state"], "copying");
  });

  it("find a file of equal size and time with other content, and repair it next time", async () => {
    await open();
    await copied("precopy");
    const file = "jobs/one/builds/1/log";
    await inNew(
      `touch -r ${file} ../scratch/time && printf F | dd of=${file} conv=notrunc status=none`,
    );
    await inNew(`touch -r ../scratch/time ${file}`);
    const { status, stderr } = await volumes.run("copy");
    assert.equal(status, 3);
    assert.match(stderr, /^>fc\S* jobs\/one\/builds\/1\/(log|hard link)$/m);
    assert.match(
      stderr,
      /^refused: old and new differ in [12] places, .*; the next try copies them again$/m,
    );
    assert.equal((await volumes.marked())["state"], "differs");
    assert.equal((await volumes.run("switch")).status, 3);
    await copied();
    assert.equal(await inNew(`cat ${file}`), "first build\n");
    assert.equal((await volumes.marked())["state"], "verified");
  });

  it("say that the volume is full, and keep what was copied", async () => {
    await open({ new: "size=1m" });
    // The new file system counts it as used, so the room looks big enough.
    await inNew("mkdir lost+found && head -c 900k /dev/zero >lost+found/full");
    await inOld("head -c 400k /dev/urandom >big");
    const { status, stderr } = await volumes.run("copy");
    assert.equal(status, 3, stderr);
    assert.match(
      stderr,
      /^refused: rsync could not write \(11\): the new volume is full or broken/m,
    );
    assert.equal((await volumes.marked())["state"], "copying");
  });

  it("go on after they were killed, and leave nothing half-written", async () => {
    await open();
    await inOld("head -c 4M /dev/urandom >big");
    const standIns = { rsync: `PATH=$REAL exec rsync --bwlimit=2000 "$@"` };
    const running = volumes.start("copy", { standIns });
    await volumes.appears(/^\.big\./);
    running.kill();
    assert.equal((await running.ended).signal, "SIGKILL");
    assert.equal((await volumes.marked())["state"], "copying");
    await copied();
    const names = Object.keys(await volumes.content("new"));
    assert.deepEqual(names, Object.keys(await volumes.content("old")));
  });

  it("never touch a home that Jenkins ran on since", async () => {
    await open();
    await copied();
    // With the times of an old file, as whatever unpacks an archive sets them.
    await inNew("echo used >jobs/one/nextBuildNumber");
    await inNew("touch -d @1000000000 jobs/one/nextBuildNumber jobs/one");
    for (const phase of ["precopy", "copy"] as const) {
      const { status, stderr } = await volumes.run(phase);
      assert.deepEqual(
        [status, stderr],
        [
          3,
          "refused: the new home was used after it was compared (jobs/one): a copy would destroy what was written since\n",
        ],
      );
    }
    assert.equal(await inNew("cat jobs/one/nextBuildNumber"), "used\n");
  });

  it("copy again what the old home became after it was compared", async () => {
    await open();
    await copied();
    await inOld("echo later >jobs/one/later");
    const { status, stderr } = await volumes.run("switch");
    assert.equal(status, 3);
    assert.equal(
      stderr,
      "refused: the old home changed after it was copied (jobs/one); go back to storage.migration.phase copy\n",
    );
    assert.match(await copied(), /copied and compared: /);
    assert.equal(await inNew("cat jobs/one/later"), "later\n");
  });

  it("only ever read the old home", async () => {
    await open();
    const before = await volumes.content("old");
    await volumes.shell(`mount -o remount,ro '${volumes.inside("old")}'`);
    await copied("precopy");
    await copied();
    assert.deepEqual(await volumes.content("old"), before);
  });
});
