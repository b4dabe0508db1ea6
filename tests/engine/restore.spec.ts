// Restores on the real platform, with a real file system on the LUN and real initiators. What is not shown: that a kubelet
// unmounts and logs out, and that Jenkins starts on what it finds.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseDocument } from "yaml";

import { startLeft } from "../../commands/restore/begun";
import { cloneBeside } from "../../commands/restore/clone-beside";
import { release } from "../../commands/restore/release";
import { setBack } from "../../commands/restore/set-back";
import { deploy } from "../../local/engine/deploy";
import { compareImage, contentHash, writeImage, type LunAddress } from "../../local/initiator";
import { injectFault, nasActivity, recordedCalls, releaseFaults } from "../../local/nas-simulator";
import type { Platform } from "../../local/up";
import { RestoreRefused } from "../../restore/failure";
import { IdleInitiator } from "../local/nas-simulator/support/initiators";
import { discardPlatform, kubectl, platform, set, until, withSettings } from "./support/platform";
import {
  careRecord,
  homeAddress,
  homeImage,
  leftOfRehearsals,
  replicasOf,
  runQuietly,
  smallHome,
  snapshotTaken,
  startCommand,
  type Work,
} from "./support/restored";

const iqn = "iqn.2000-01.com.synology:nas.jenkins";
const whole = { length: 1024 ** 3 };

describe("a restore", () => {
  const folder = mkdtempSync(join(tmpdir(), "restore-spec-"));
  let here: Platform;
  let live: LunAddress;
  let good: string;
  let bad: string;

  before(async () => {
    // A home of one GiB, which another suite's is not: it never shrinks.
    await discardPlatform();
    here = await platform();
    await smallHome(here);
    await up();
    live = await address("jenkins", iqn);
    good = await home("good", { "jobs/one/config.xml": "<project/>" });
    bad = await home("bad", { "jobs/two/config.xml": "<project/>" });
    await writeImage(live, good);
    await take("good");
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await discardPlatform();
  });
  beforeEach(() => writeImage(live, bad));

  const up = () => deploy(here.engine, here.tools.kubectl);

  it("shows its steps and changes nothing when it is only asked to (A-26)", async () => {
    const { calls } = await nasActivity(here.instance);
    const text = await run(setBack, { snapshot: "good", dryRun: true });
    assert.match(
      text,
      /^would do:\n {2}1\. stop the controller: StatefulSet jenkins to 0 replicas\n/,
    );
    assert.match(text, /\nnothing was changed$/);
    const methods = (await recordedCalls(here.instance, calls)).map(({ method }) => method);
    assert.deepEqual(
      methods.filter((method) => !/^(list|list_snapshot|get|info|query|log(in|out))$/.test(method)),
      [],
    );
    assert.equal(await replicas(), 1);
    assert.deepEqual(await record(), {});
  });

  it("needs the name of the LUN from somebody", async () => {
    await assert.rejects(
      run(setBack, { snapshot: "good", confirm: "jenkin" }),
      /^RestoreRefused: --confirm: expected the name of the LUN, "jenkins", got "jenkin"; nothing was/,
    );
    assert.equal(await replicas(), 1);
  });

  it("waits for every session to end, then gives the bytes back, and keeps what it replaced (A-26)", async () => {
    const initiator = new IdleInitiator(live, folder);
    await initiator.firstByte();
    const restore = () => run(setBack, { snapshot: "good", confirm: "jenkins", wait: "1" });
    try {
      await assert.rejects(
        restore(),
        (error) =>
          error instanceof RestoreRefused &&
          /got (jenkins-0, )?iqn.2004-10.com.example:idle from/.test(error.message),
      );
      assert.equal(await replicas(), 0, "stopped all the same");
    } finally {
      await initiator.end();
    }
    assert.equal(await compareImage(live, bad), true, "not touched while it was in use");

    const text = await restore();
    assert.match(text, /^LUN jenkins holds snapshot good of /);
    assert.match(text, /what it held before is in snapshot before-restore-good; to undo: npm run/);
    assert.equal(await compareImage(live, good), true);
    assert.equal(await replicas(), 1, "it ran before");
    await run(setBack, { snapshot: "before-restore-good", confirm: "jenkins" });
    assert.equal(await compareImage(live, bad), true);
  });

  it("starts Jenkins quietly until it is released (A-26)", async () => {
    const reason = () =>
      kubectl(here, [
        ...["get", "configmap", "--namespace", "jenkins", "jenkins-quiet-start"],
        ...["--output", "jsonpath={.data.reason}"],
      ]);
    assert.match(await reason(), /^restored to snapshot /);
    assert.match(await run(release, {}), /^from the next start on, Jenkins begins builds; the one/);
    assert.equal(await reason(), "");
  });

  it("leaves Jenkins stopped in maintenance, and starts it when it is told to (A-26)", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "jenkins", ["maintenance"], true);
      },
      async () => {
        const text = await run(setBack, { snapshot: "good", confirm: "jenkins" });
        assert.match(text, /Jenkins is stopped by jenkins.maintenance/);
        await assert.rejects(run(startLeft, {}), /^RestoreRefused: --start: .*maintenance/);
        assert.equal(await replicas(), 0);
      },
    );
    assert.equal(await compareImage(live, good), true);
    await run(startLeft, {});
    assert.equal(await replicas(), 1);
  });

  it("leaves nothing behind that the program would undo or fail on (A-14, P-07)", async () => {
    const { changes } = await up();
    assert.deepEqual(Object.keys(changes), ["unchanged"]);
  });

  it("goes on where a killed process ended, with the same way back (P-07)", async () => {
    await injectFault(here.instance, {
      ...{ api: "SYNO.Core.ISCSI.LUN", method: "restore_snapshot" },
      effect: "hang-after-commit",
    });
    const args = ["--snapshot", "good", "--confirm", "jenkins"];
    const killed = command("restore", args);
    const hangs = async () => ((await nasActivity(here.instance)).hanging > 0 ? true : undefined);
    try {
      // A process that looks for its tools and reads settings: seconds, or much more on a machine with other work.
      await until("the restore", hangs, 200_000);
    } finally {
      killed.kill("SIGKILL");
      await killed;
    }
    await releaseFaults(here.instance);
    assert.equal(await replicas(), 0);
    assert.equal((await record())["restore"] !== undefined, true);

    const text = await run(setBack, { snapshot: "good", confirm: "jenkins" });
    const before = /what it held before is in snapshot (\S+);/.exec(text)?.[1] ?? "";
    assert.match(text, /runs that were cut off have kept as well: /);
    assert.deepEqual([await replicas(), await compareImage(live, good)], [1, true]);
    await run(setBack, { snapshot: before, confirm: "jenkins" });
    assert.equal(await compareImage(live, bad), true, "what it held before the killed run");
  });

  it("makes a home beside the one in use, which stays as it is (A-30)", async () => {
    const untouched = await contentHash(live, whole);
    const text = await run(cloneBeside, { snapshot: "good", asClone: "restored" });
    assert.match(text, /^LUN restored holds snapshot good of LUN jenkins, which was not touched\n/);
    const printed = parseDocument(/^jenkins-stack:storage:\n(?: .*\n)+/m.exec(text)?.[0] ?? "");
    await withSettings(
      here,
      (settings) => {
        for (const kind of ["luns", "homes"])
          settings.setIn(
            ["config", "jenkins-stack:storage", kind, "restored"],
            printed.getIn(["jenkins-stack:storage", kind, "restored"]),
          );
      },
      async () => {
        await up();
        const bound = ["get", "pvc", "--namespace", "jenkins", "--output"];
        const columns = "jsonpath={range .items[*]}{.metadata.name}={.spec.volumeName} {end}";
        assert.equal(
          (await kubectl(here, [...bound, columns])).trim(),
          "jenkins=jenkins-home restored=restored-home",
        );
        const beside = await address("restored", `${iqn.replace(/jenkins$/, "")}restored`);
        assert.equal(await compareImage(beside, good), true);
        assert.equal(await contentHash(live, whole), untouched);
      },
    );
  });

  it("is rehearsed on a clone that is gone afterwards, and says when (A-26, A-34)", async () => {
    const { stdout } = await command("rehearse-restore", [
      "--snapshot",
      "good",
      "--folder",
      folder,
    ]);
    assert.match(
      stdout,
      /^snapshot good of LUN jenkins holds a Jenkins home with 1 job at its top\n/,
    );
    assert.equal((await record())["rehearsed"], "good");
    const shown = await command("backup", ["--done"]);
    assert.match(
      shown.stdout,
      /^ok +backup +waived: .*\nok +rehearsal +last within a day, of snapshot good$/m,
    );
    assert.deepEqual(leftOfRehearsals(here, folder), []);
  });

  it("is no restore at all where the snapshot holds no home, and the rehearsal says so (D-06)", async () => {
    const damaged = join(folder, "damaged.img");
    writeFileSync(damaged, Buffer.alloc(16 * 1024 ** 2));
    await writeImage(live, damaged);
    await take("damaged");
    const { exitCode, stderr } = await command("rehearse-restore", ["--folder", folder]);
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /\nfile system: expected ext4 without damage, got "/);
    assert.equal((await record())["rehearsed"], "good", "the last one that found a home");
    assert.deepEqual(leftOfRehearsals(here, folder), []);
  });

  const run = (work: Work, options: object) => runQuietly(here, work, options);
  const command = (name: string, args: readonly string[]) => startCommand(here, name, args);
  const replicas = () => replicasOf(here);
  const record = () => careRecord(here);
  const address = (claim: string, target: string) => homeAddress(here, claim, target);
  const home = (name: string, files: Readonly<Record<string, string>>) =>
    homeImage(folder, name, files);
  const take = (name: string) => run((stack) => snapshotTaken(stack, name), {});
});
