// An upgrade of the controller on the real engine, with a NAS that can fail and bytes on its LUN. No Jenkins
// runs here: what it says to being made quiet, and how it comes back, is in tests/upgrade-tool.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Document } from "yaml";

import { deploy } from "../../local/engine/deploy";
import { contentHash, writeImage, type LunAddress } from "../../local/initiator";
import {
  injectFault,
  nasActivity,
  releaseFaults,
  startNas,
  stopNas,
} from "../../local/nas-simulator";
import { readRecord, writeRecord } from "../../local/nas-simulator/state";
import type { Platform } from "../../local/up";
import { restoreSnapshot } from "../../nas/snapshot/restore";
import { isUpgradeSnapshot, upgradeOf } from "../../upgrade/snapshot-name";
import { during } from "../nas/story";
import { whileFrozen } from "./support/frozen";
import { killUpAt } from "./support/killed-up";
import { kubectl, platform, pulumi, secretValue, set, withSettings } from "./support/platform";

const older = "docker.io/jenkins/jenkins:2.580.1-jdk21";
const newer = "docker.io/jenkins/jenkins:2.580.2-jdk21";
const takeSnapshot = { api: "SYNO.Core.ISCSI.LUN", method: "take_snapshot" } as const;
const mebibyte = { length: 2 ** 20 };

describe("an upgrade", () => {
  const folder = mkdtempSync(join(tmpdir(), "upgrade-spec-"));
  let here: Platform;
  let home: LunAddress;
  let bytes: string;

  before(async () => {
    here = await platform();
    await up();
    home = {
      ...{ portal: here.nas.portal, iqn: "iqn.2000-01.com.synology:nas.jenkins", lun: 1 },
      chap: {
        user: "jenkins",
        password: await secretValue(
          here,
          "jenkins-storage",
          "jenkins-home-chap",
          "node.session.auth.password",
        ),
      },
    };
    bytes = await written();
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  afterEach(() => releaseFaults(here.instance));

  const up = () => deploy(here.engine, here.tools.kubectl);
  const withImage = <T>(
    image: string,
    work: () => Promise<T>,
    more: (settings: Document) => void = () => undefined,
  ): Promise<T> =>
    withSettings(
      here,
      (settings) => {
        set(settings, "jenkins", ["image"], image);
        more(settings);
      },
      work,
    );

  it("takes no snapshot of a stack that is made (A-31)", () => {
    assert.deepEqual(snapshots(), []);
  });

  it("takes one before the pod is replaced; killed in between, it converges without a second (A-02, P-07)", async () => {
    const begun = Math.floor(Date.now() / 1000);
    await withImage(newer, async () => {
      await injectFault(here.instance, { ...takeSnapshot, effect: "hang-after-commit" });
      const hangs = async () => ((await nasActivity(here.instance)).hanging > 0 ? true : undefined);
      await killUpAt(here, "the NAS to hang", hangs, { alone: false });
      await releaseFaults(here.instance);
      assert.equal(snapshots().length, 1);
      assert.equal(await image(), older);
      await up();
    });
    const [taken, ...others] = snapshots();
    assert.deepEqual(others, []);
    const { fromImage, toImage } = upgradeOf(taken!) ?? {};
    assert.deepEqual([fromImage, toImage], [older, newer]);
    assert.deepEqual([taken?.locked, taken?.takenBy], [true, "jenkins-stack"]);
    assert.equal(await image(), newer);
    // The order as the NAS and the cluster remember it: neither knows of the engine.
    const ended = (await podsEnded()).filter((time) => time >= begun);
    assert.notEqual(ended.length, 0);
    for (const time of ended) assert.ok(taken!.createTime < time, `${taken!.createTime} < ${time}`);
  });

  it("takes none for what leaves the pod as it is", async () => {
    await withImage(newer, up, (settings) => {
      set(settings, "upgrades", ["retention"], { count: 5 });
      set(settings, "jenkins", ["containerCap"], 11);
    });
    assert.equal(snapshots().length, 1);
  });

  it("stops before the pod is touched when the NAS fails, and goes on when it works again", async () => {
    const longer = (settings: Document): void => {
      set(settings, "jenkins", ["shutdownSeconds"], 240);
    };
    const generation = await statefulSet("{.metadata.generation}");
    await injectFault(here.instance, { ...takeSnapshot, effect: "code", code: 18_990_500 });
    await assert.rejects(withImage(newer, up, longer), /take_snapshot/);
    assert.equal(await statefulSet("{.metadata.generation}"), generation);
    assert.equal(snapshots().length, 1);
    await whileFrozen(here, () =>
      assert.rejects(withImage(newer, up, longer), /the pod stays for now/),
    );
    assert.equal(snapshots().length, 2);
    const held = await written();
    await agedBy(3600, snapshots()[1]!.uuid);
    await withImage(newer, up, longer);
    const [, , last] = snapshots();
    assert.equal(snapshots().length, 3);
    assert.equal(heldBy(last!), held);
  });

  it("refuses to go back, with the pod untouched and the lines that permit it", async () => {
    const generation = await statefulSet("{.metadata.generation}");
    await assert.rejects(withImage(older, up), /- jenkins 2\.580\.2 -> 2\.580\.1/);
    assert.equal(await statefulSet("{.metadata.generation}"), generation);
    assert.equal(snapshots().length, 3);
  });

  it("goes back behind a restore of what was there before, byte by byte (A-26)", async () => {
    const { name } = snapshots()[0]!;
    assert.notEqual(await written(), bytes);
    const claim = { JENKINS_STACK_RESTORED_SNAPSHOT: name };
    const back = () => pulumi(here, ["up", "--yes", "--skip-preview"], claim);
    const { url, account, password, certificateAuthority } = here.nas;
    const nas = { url, account, password, certificateAuthority };
    await during({ nas }, (session) =>
      restoreSnapshot(session, "jenkins", { snapshot: name }, () => undefined),
    );
    assert.equal(await contentHash(home, mebibyte), bytes);
    const { exitCode, output } = await back();
    assert.equal(exitCode, 0, output);
    assert.equal(await image(), older);
  });

  /** Fills the beginning of the LUN with new bytes; returns their hash. */
  async function written(): Promise<string> {
    const file = join(folder, "bytes");
    writeFileSync(file, randomBytes(mebibyte.length));
    await writeImage(home, file);
    return await contentHash(home, mebibyte);
  }

  /** Snapshots of upgrades on the NAS, the oldest first. */
  function snapshots() {
    return readRecord(join(here.instance.folder, "nas", "state.json")).snapshots.filter(
      ({ name }) => isUpgradeSnapshot(name),
    );
  }

  /** Hash of the beginning of a snapshot. */
  function heldBy({ uuid }: { readonly uuid: string }): string {
    const image = openSync(join(here.instance.folder, "nas", "luns", `${uuid}.img`), "r");
    const beginning = Buffer.alloc(mebibyte.length);
    readSync(image, beginning);
    closeSync(image);
    return createHash("sha256").update(beginning).digest("hex");
  }

  /** Lets a snapshot have been taken so many seconds earlier. */
  async function agedBy(seconds: number, uuid: string): Promise<void> {
    await stopNas(here.instance);
    const file = join(here.instance.folder, "nas", "state.json");
    const state = readRecord(file);
    for (const snapshot of state.snapshots)
      if (snapshot.uuid === uuid) snapshot.createTime -= seconds;
    writeRecord(file, state);
    await startNas(here.instance);
  }

  /** When the cluster reports to have ended a pod of the controller for another one, in seconds since 1970. */
  async function podsEnded(): Promise<number[]> {
    const about =
      "involvedObject.kind=StatefulSet,involvedObject.name=jenkins,reason=SuccessfulDelete";
    const events = ["get", "events", "--namespace", "jenkins", "--field-selector", about];
    const { items } = JSON.parse(await kubectl(here, [...events, "--output", "json"])) as {
      items: { lastTimestamp: string }[];
    };
    return items.map(({ lastTimestamp }) => Date.parse(lastTimestamp) / 1000);
  }

  function statefulSet(path: string): Promise<string> {
    const object = ["statefulset", "jenkins", "--namespace", "jenkins"];
    return kubectl(here, ["get", ...object, "--output", `jsonpath=${path}`]);
  }

  function image(): Promise<string> {
    return statefulSet("{.spec.template.spec.containers[0].image}");
  }
});
