import assert from "node:assert/strict";

import { lookAtLimits, lookAtVolumes } from "../../nas/doctor/capacity";
import { gibibyte, healthy, lun, said, volume, wanted } from "./doctor-healthy";

describe("lookAtLimits", () => {
  it("counts what is there and what is still to be made", () => {
    assert.deepEqual(said(lookAtLimits(healthy, [wanted])), [
      "ok limit of LUNs: 1 of 256 LUNs",
      "ok limit of targets: 1 of 128 targets",
    ]);
    const full = { ...healthy, luns: [{ ...lun, name: "other" }], targets: [] };
    assert.deepEqual(
      said(lookAtLimits({ ...full, limits: { ...healthy.limits, luns: 1, targets: 1 } }, [wanted])),
      [
        "error limit of LUNs: 1 of 1 LUNs, 1 to be made",
        "ok limit of targets: 0 of 1 targets, 1 to be made",
      ],
    );
  });

  it("has nothing to say against a NAS that names no limit", () => {
    const limits = { ...healthy.limits, luns: undefined };
    assert.equal(
      said(lookAtLimits({ ...healthy, limits }, [wanted]))[0],
      "ok limit of LUNs: 1 LUNs; the NAS names no limit",
    );
  });
});

describe("lookAtVolumes", () => {
  for (const [what, change, expected] of [
    [
      "with room",
      {},
      "ok volume /volume1: btrfs, normal, 100 GiB free; the LUNs can still take 15 GiB",
    ],
    ["of another file system", { fileSystem: "ext4" }, "error volume /volume1: file system ext4"],
    ["that is degraded", { status: "degraded" }, "error volume /volume1: status degraded"],
    ["that is read-only", { readOnly: true }, "error volume /volume1: status normal, read-only"],
    [
      "that the LUN could fill",
      { freeBytes: 10 * gibibyte },
      "warning volume /volume1: btrfs, normal, 10 GiB free; the LUNs can still take 15 GiB",
    ],
  ] as const)
    it(`looks at a volume ${what}`, () => {
      const inventory = { ...healthy, volumes: [{ ...volume, ...change }] };
      assert.deepEqual(said(lookAtVolumes(inventory, [wanted])), [expected]);
    });

  it("sees that a LUN which is to be made does not fit", () => {
    const inventory = { ...healthy, luns: [], volumes: [{ ...volume, freeBytes: 19 * gibibyte }] };
    assert.deepEqual(said(lookAtVolumes(inventory, [wanted])), [
      "error volume /volume1: btrfs, normal, 19 GiB free; the LUNs can still take 20 GiB",
    ]);
  });

  it("names the volumes there are when the one of the request is missing", () => {
    const missing = { ...wanted, lun: { ...wanted.lun, volume: "/volume2" } };
    assert.deepEqual(said(lookAtVolumes(healthy, [missing])), [
      "error volume /volume2: the NAS has no such volume; it has /volume1",
    ]);
  });
});
