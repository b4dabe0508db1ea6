// What the tool does to bytes, seen by a real initiator on the simulated NAS. That DSM's own snapshots hold what they
// promise is not proven here.
import assert from "node:assert/strict";
import { join } from "node:path";

import { execa } from "execa";

import {
  capacity,
  compareImage,
  discover,
  loginRefused,
  writeImage,
  type LunAddress,
} from "../../local/initiator";
import { TestNas } from "../local/nas-simulator/support/nas";
import { chapPassword, requestFor, runVerb } from "./support/tool";

const gibibyte = 2 ** 30;

describe("a filesystem on a LUN of the tool", () => {
  const nas = new TestNas();
  const name = "proof";
  const iqn = `iqn.2000-01.com.synology:nas.${name}`;

  before(async () => {
    await nas.start();
    await nas.login();
    await tool(["lun", "ensure"]);
  });
  after(() => nas.stop());

  const address = (): LunAddress => ({
    portal: nas.portal,
    iqn,
    lun: 1,
    chap: { user: "k8s", password: chapPassword },
  });

  it("comes back from a snapshot, byte for byte (A-26)", async () => {
    const image = await filesystem("good", "kept for years");
    await writeImage(address(), image);
    await tool(["snapshot", "take", "--name", "good"]);
    const other = await filesystem("other", "overwritten by mistake");
    await writeImage(address(), other);
    assert.equal(await compareImage(address(), image), false);

    await tool(["snapshot", "restore", "--snapshot", "good"]);
    assert.equal(await compareImage(address(), image), true);
  });

  it("is still there, as it was before the restore, in the snapshot that the restore took", async () => {
    // DSM tells when it restored in whole seconds, so the tool would wait for the next one.
    nas.ahead += 2000;
    await tool(["snapshot", "restore", "--snapshot", "before-restore-good"]);
    assert.equal(await compareImage(address(), join(nas.folder, "other.img")), true);
  });

  it("stays as it is while the LUN grows, and an initiator sees the new size", async () => {
    assert.equal(await capacity(address()), gibibyte);
    await tool(["lun", "grow"], 2);
    assert.equal(await capacity(address()), 2 * gibibyte);
    assert.equal(await compareImage(address(), join(nas.folder, "other.img")), true);
  });

  it("is closed to a wrong CHAP secret (A-28)", async () => {
    const wrong = { ...address(), chap: { user: "k8s", password: "another-secret" } };
    assert.equal(await loginRefused(wrong), true);
  });

  it("is not even seen by an initiator outside the access list (A-28)", async () => {
    const node = "iqn.2004-10.com.example:node1";
    const { data } = await nas.lun("list");
    const [lun] = (data as { luns: { uuid: string }[] }).luns;
    const hosts = [
      {
        hostId: "1",
        name: "node1",
        initiatorIds: [node],
        acls: [{ lunUuid: lun?.uuid, permission: "rw" }],
      },
    ];
    assert.deepEqual(await nas.administer("POST", "hosts", hosts), {});
    assert.deepEqual(await discover(nas.portal, "iqn.2004-10.com.example:stranger"), []);
    assert.deepEqual(await discover(nas.portal, node), [iqn]);
    await nas.administer("POST", "hosts", []);
  });

  async function tool(argv: readonly string[], gibibytes = 1): Promise<void> {
    const { exitCode, stderr } = await runVerb(nas, argv, requestFor(nas, name, gibibytes));
    assert.equal(exitCode, 0, stderr);
  }

  /** Image of an ext4 filesystem with one file in it. */
  async function filesystem(label: string, content: string): Promise<string> {
    const [folder, image] = [join(nas.folder, label), join(nas.folder, `${label}.img`)];
    await execa("mkdir", ["-p", folder]);
    await execa("tee", [join(folder, "build.log")], { input: content });
    await execa("mkfs.ext4", ["-q", "-d", folder, "-L", label, image, "16M"]);
    return image;
  }
});
