import assert from "node:assert/strict";

import { checked } from "../../nas/doctor/finding";
import { lookAtPortal, storageNetwork } from "../../nas/doctor/portals";
import { FakePortal, type Behaviour } from "./doctor-fake-portal";
import { iqn, said } from "./doctor-healthy";

describe("lookAtPortal", () => {
  let portal: FakePortal | undefined;
  const look = async (behaviour: Behaviour, prefix?: string) => {
    portal = await FakePortal.start(behaviour);
    const network = storageNetwork(portal.text, prefix)!;
    const found = said(await checked("portal", () => lookAtPortal(network, [iqn], 1500)));
    return found.map((line) => line.replaceAll(portal?.text ?? "", "PORTAL"));
  };
  const announcing = async (addresses: readonly string[], prefix?: string) => {
    // The port is known only once it listens.
    const announces: string[] = [`TargetName=${iqn}`];
    portal = await FakePortal.start({ announces });
    const { text } = portal;
    announces.push(
      ...addresses.map((one) => `TargetAddress=${one.replace("PORTAL", text)},1`),
      "TargetName=iqn.2000-01.com.synology:nas.other",
      "TargetAddress=[fd00:9::9]:3260,1",
    );
    const found = said(await lookAtPortal(storageNetwork(text, prefix)!, [iqn], 1500));
    return found.map((line) => line.replaceAll(text, "PORTAL"));
  };
  afterEach(async () => {
    await portal?.stop();
    portal = undefined;
  });

  it("accepts a portal that the NAS announces for the target (A-23)", async () => {
    assert.deepEqual(await announcing(["PORTAL"], "::1/128"), [
      "ok portal: PORTAL is announced; all: PORTAL",
    ]);
  });

  it("refuses a proxy: the NAS announces its own addresses only (A-23)", async () => {
    assert.deepEqual(await announcing(["[fd5c:1a8:7e2b:30::10]:3260"]), [
      "error portal: PORTAL answers, but the NAS announces only [fd5c:1a8:7e2b:30::10]:3260",
    ]);
  });

  it("warns of link-local addresses and of other VLANs (A-23)", async () => {
    const all = [
      ...["PORTAL", "[fe80::211:32ff:fe12:3456]:3260", "192.168.1.10:3260"],
      ...["[fd5c:1a8:7e2b:31::10]:3260", "PORTAL"],
    ];
    const [first, ...warnings] = await announcing(all, "::/112");
    assert.equal(first, `ok portal: PORTAL is announced; all: ${all.slice(0, 4).join(", ")}`);
    assert.deepEqual(warnings, [
      "warning portal: link-local addresses: [fe80::211:32ff:fe12:3456]:3260",
      "warning portal: other VLANs: 192.168.1.10:3260, [fd5c:1a8:7e2b:31::10]:3260",
    ]);
    await portal?.stop();
    assert.equal((await announcing(all)).length, 2, "without the prefix, no address is another's");
  });

  it("goes by the other targets while the one of the request is yet to come", async () => {
    assert.deepEqual(
      await look({
        announces: [
          "TargetName=iqn.2000-01.com.synology:nas.other",
          "TargetAddress=[fd00::10]:3260,1",
        ],
      }),
      ["error portal: PORTAL answers, but the NAS announces only [fd00::10]:3260"],
    );
    await portal?.stop();
    assert.deepEqual(await look({ announces: [] }), [
      "warning portal: PORTAL has no target to announce yet",
    ]);
  });

  it("fails when something else answers", async () => {
    const [line = ""] = await look({ banner: "HTTP/1.1 400 Bad Request\r\n\r\n".padEnd(64) });
    assert.equal(
      line,
      "error portal: nas.portal: expected an iSCSI target at PORTAL, got bytes that are no iSCSI",
    );
  });

  it("only warns where this machine has no way to the storage network", async () => {
    // A link-local address without its zone is refused by the machine itself.
    const network = storageNetwork("[fe80::1]:3260", undefined)!;
    assert.deepEqual(said(await lookAtPortal(network, [iqn], 500)), [
      "warning portal: [fe80::1]:3260 is not reached from this machine",
    ]);
  });

  it("refuses a prefix that is none", () => {
    assert.throws(() => storageNetwork("[fd00::10]:3260", "fd00::10"), {
      message: '--prefix: expected a network such as fd5c:1a8:7e2b:30::/64, got "fd00::10"',
    });
  });
});
