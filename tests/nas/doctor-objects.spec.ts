import assert from "node:assert/strict";

import { lookAtLun, lookAtSnapshots } from "../../nas/doctor/objects";
import type { Lun } from "../../nas/dsm/luns";
import type { Target } from "../../nas/dsm/targets";
import { gibibyte, healthy, lun, said, target, wanted } from "./doctor-healthy";

describe("lookAtLun", () => {
  const look = (luns: Partial<Lun> | undefined, targets: Partial<Target> | undefined) =>
    said(
      lookAtLun(
        {
          ...healthy,
          luns: luns === undefined ? [] : [{ ...lun, ...luns }],
          targets: targets === undefined ? [] : [{ ...target, ...targets }],
        },
        wanted,
      ),
    );

  it("describes what is in order (A-28)", () => {
    const sessions = [{ iqn: "iqn.2004-10.com.example:node", address: "fd00::21" }];
    assert.deepEqual(look({}, { sessions }), [
      "ok LUN jenkins: 20 GiB, 5 GiB taken, status normal",
      "ok target jenkins: offers LUN jenkins as number 1; iqn.2004-10.com.example:node at fd00::21",
      "ok initiators jenkins: no host entry; CHAP alone decides",
    ]);
  });

  for (const [what, change, offered, expected] of [
    [
      "a LUN that is yet to come",
      undefined,
      undefined,
      "ok LUN jenkins: not there yet; the next pulumi up makes it (20 GiB)",
    ],
    [
      "a target without its LUN",
      undefined,
      {},
      "error LUN jenkins: not there, but target jenkins with its IQN is",
    ],
    ["another type", { type: "THIN" }, {}, "error LUN jenkins: type THIN"],
    [
      "a crash",
      { status: "crashed" },
      {},
      "error LUN jenkins: 20 GiB, 5 GiB taken, status crashed",
    ],
    [
      "a lock",
      { locked: true },
      {},
      "warning LUN jenkins: 20 GiB, 5 GiB taken, status normal, locked",
    ],
    [
      "growth to come",
      { sizeBytes: 10 * gibibyte },
      {},
      "ok LUN jenkins: 10 GiB, 5 GiB taken, status normal; the next pulumi up grows it to 20 GiB",
    ],
    ["no target", {}, undefined, "warning target jenkins: not there"],
    ["a disabled target", {}, { enabled: false }, "error target jenkins: disabled"],
    ["a target without CHAP", {}, { authentication: 0 }, "error target jenkins: no CHAP"],
    ["no mapping", {}, { mappings: [] }, "warning target jenkins: LUN jenkins is not mapped to it"],
  ] as const)
    it(`tells ${what}`, () => {
      assert.ok(look(change, offered).includes(expected), look(change, offered).join("\n"));
    });

  it("tells who is logged in without being a host of the LUN (A-28)", () => {
    const host = {
      ...{ id: "1", name: "worker-1", initiators: ["iqn.2004-10.com.example:node"] },
      permissions: [{ lunUuid: "uuid", permission: "rw" }],
    };
    const acls = [{ iqn: "iqn.2000-01.com.synology:default.acl", permission: "rw" }];
    const at = (name: string) =>
      said(
        lookAtLun(
          {
            ...healthy,
            hosts: [host],
            targets: [{ ...target, acls, sessions: [{ iqn: name, address: "fd00::9" }] }],
          },
          wanted,
        ),
      )[2];
    assert.equal(
      at("iqn.2004-10.com.example:node"),
      "ok initiators jenkins: hosts: iqn.2004-10.com.example:node; masks: iqn.2000-01.com.synology:default.acl rw",
    );
    assert.equal(
      at("iqn.2004-10.com.example:stranger"),
      "warning initiators jenkins: logged in without being a host of the LUN: iqn.2004-10.com.example:stranger",
    );
  });
});

describe("lookAtSnapshots", () => {
  it("warns before the limit and fails at it (A-26)", () => {
    assert.deepEqual(
      [0, 119, 120, 128].map((count) => lookAtSnapshots(wanted, count, 128).state),
      ["ok", "ok", "warning", "error"],
    );
  });
});
