import assert from "node:assert/strict";

import { discover, loginRefused, proveLun } from "../../../local/initiator";
import { freePort, secret, TestNas } from "../nas-simulator/support/nas";

describe("proveLun", () => {
  const nas = new TestNas();
  let uuid = "";
  let iqn = "";
  before(async () => {
    await nas.start();
    await nas.login();
    ({ uuid, iqn } = await nas.offerLun("proved"));
  });
  after(() => nas.stop());

  const lun = (): Parameters<typeof proveLun>[0] => ({
    portal: nas.portal,
    iqn,
    lun: 1,
    user: "k8s",
    password: secret,
    sizeBytes: 2 ** 30,
  });

  it("tells serial and size of a LUN that is as expected (A-28)", async () => {
    const proof = await proveLun(lun());
    assert.deepEqual(proof, { serial: uuid, bytes: 2 ** 30, wrongSecretRefused: true });
  });

  it("names the size that it found instead", async () => {
    await assert.rejects(proveLun({ ...lun(), sizeBytes: 5 }), {
      message: `LUN 1 of ${iqn}: expected 5 bytes, got 1073741824`,
    });
  });

  it("fails with the reason of the target, and without the secret", async () => {
    await assert.rejects(proveLun({ ...lun(), password: "Wrong-12chars" }), (error: Error) => {
      assert.match(
        error.message,
        /expected it to tell its serial number, got .*Authentication failure/,
      );
      assert.ok(!error.message.includes("Wrong-12chars"));
      return true;
    });
  });

  it("names the targets of the portal when the wanted one is not offered", async () => {
    await assert.rejects(proveLun({ ...lun(), iqn: "iqn.2000-01.com.synology:other" }), {
      message: `portal ${nas.portal}: expected it to offer iqn.2000-01.com.synology:other, got ["${iqn}"]`,
    });
  });

  it("fails on a LUN number that is not mapped", async () => {
    await assert.rejects(proveLun({ ...lun(), lun: 7 }), /LOGICAL_UNIT_NOT_SUPPORTED/);
  });

  it("fails when a target lets anybody in", async () => {
    await nas.target("set", { target_id: "proved", auth_type: 0 });
    try {
      await assert.rejects(proveLun(lun()), {
        message: `target ${iqn}: expected a wrong CHAP secret to be refused, got a login`,
      });
    } finally {
      const chap = { auth_type: 1, user: "k8s", password: secret };
      await nas.target("set", { target_id: "proved", ...chap });
    }
  });

  it("never takes an absent portal for a refused login", async () => {
    const portal = `[::1]:${await freePort()}`;
    await assert.rejects(discover(portal), /expected SendTargets to be answered, got/);
    const chap = { user: "k8s", password: secret };
    await assert.rejects(
      loginRefused({ portal, iqn, lun: 1, chap }),
      /to accept or refuse the login/,
    );
  });
});
