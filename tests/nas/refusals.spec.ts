// Each case starts from a NAS as `lun ensure` leaves it, changes one thing, and expects a refusal that changed nothing.
import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { ownNas } from "./own-nas";
import { ensure, failureOf, type ScriptedNas } from "./story";

const gibibyte = 1024 ** 3;
const nothingChanged = "the NAS differs from the request; nothing was changed";

describe("ensureLun, when the NAS differs", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(() => {
    ({ nas, request } = given());
  });

  const refused = async (change: () => void, wanted = request): Promise<string[]> => {
    change();
    const before = JSON.stringify([nas.luns, nas.targets]);
    const failure = await failureOf(ensure(wanted));
    assert.equal(failure.kind, "refused");
    assert.equal(JSON.stringify([nas.luns, nas.targets]), before);
    return failure.message.split("\n");
  };

  const cases: [string, () => void, string][] = [
    [
      "a larger LUN",
      () => (nas.luns[0]!.size = 3 * gibibyte),
      "lun.sizeBytes: expected 2147483648, got 3221225472; a LUN is never shrunk, that would cut its file system off; raise the setting",
    ],
    [
      "another type",
      () => (nas.luns[0]!.type_str = "THIN"),
      'lun.type: expected "BLUN", got "THIN"; only this type has instant snapshots and returns space',
    ],
    [
      "another volume",
      () => (nas.luns[0]!.location = "/volume2"),
      'lun.volume: expected "/volume1", got "/volume2"; DSM cannot move a LUN through this tool',
    ],
    [
      "no snapshots",
      () => (nas.luns[0]!.dev_attribs[0]!.enable = 0),
      "lun.can_snapshot: expected true, got false; change it in SAN Manager > LUN > Edit > Advanced",
    ],
    [
      "another IQN on the target of this name",
      () => (nas.targets[0]!.iqn = "iqn.2000-01.com.synology:old"),
      'target.iqn: expected "iqn.2000-01.com.synology:nas.jenkins", got "iqn.2000-01.com.synology:old"; the target named "jenkins" has this IQN',
    ],
    [
      "another name on the target with this IQN",
      () => (nas.targets[0]!.name = "old"),
      'target.name: expected "jenkins", got "old"; the target with IQN "iqn.2000-01.com.synology:nas.jenkins" has this name',
    ],
    [
      "a disabled target",
      () => (nas.targets[0]!.is_enabled = false),
      "target.enabled: expected true, got false; enable it in SAN Manager > iSCSI, or run the restore or retirement again that was cut off",
    ],
    [
      "another mapping index",
      () => (nas.targets[0]!.mapped_luns[0]!.mapping_index = 2),
      "mappingIndex: expected 1, got 2; the PersistentVolume names this number; correct the setting",
    ],
    [
      "another LUN on the target",
      () => nas.targets[0]!.mapped_luns.push({ lun_uuid: "other", mapping_index: 2 }),
      'target.mappings: expected "no other LUN", got "other"; the target maps it at index 2',
    ],
    [
      "the mark of another stack",
      () => (nas.luns[0]!.description = "[jenkins-stack:iqn.2000-01.com.synology:staging]"),
      'lun.name: expected "a LUN of jenkins-stack:iqn.2000-01.com.synology:nas.jenkins", got "jenkins-stack:iqn.2000-01.com.synology:staging"; another stack made this LUN; choose another name',
    ],
  ];
  for (const [name, change, line] of cases)
    it(`refuses ${name}`, async () => {
      await ensure(request);
      const lines = await refused(change);
      assert.ok(lines.includes(line), lines.join("\n"));
      assert.equal(lines.at(-1), nothingChanged);
    });

  it("refuses a LUN that another target maps", async () => {
    await ensure(request);
    const iqn = "iqn.2000-01.com.synology:foreign";
    assert.deepEqual(
      await refused(() =>
        nas.targets.push({ ...nas.targets[0]!, target_id: 9, name: "foreign", iqn }),
      ),
      [
        `target.iqn: expected "iqn.2000-01.com.synology:nas.jenkins", got "${iqn}"; LUN "jenkins" is mapped to this other target`,
        nothingChanged,
      ],
    );
  });

  it("refuses to grow an unmarked, unmapped LUN: it may be another's", async () => {
    await ensure(request);
    assert.deepEqual(
      await refused(() => {
        nas.targets.length = 0;
        Object.assign(nas.luns[0]!, { description: "by hand", size: gibibyte });
      }),
      [
        "lun.sizeBytes: expected 2147483648, got 1073741824; only a LUN that carries this stack's mark or mapping is grown",
        nothingChanged,
      ],
    );
  });

  it("lists all differences at once", async () => {
    await ensure(request);
    const lines = await refused(() => {
      Object.assign(nas.luns[0]!, { size: 5 * gibibyte, type_str: "FILE", location: "/volume2" });
      nas.targets[0]!.mapped_luns[0]!.mapping_index = 3;
    });
    assert.deepEqual(
      lines.map((line) => line.split(":")[0]),
      ["lun.type", "lun.volume", "lun.sizeBytes", "mappingIndex", nothingChanged],
    );
  });

  it("refuses a mapping index that DSM would not give to a new mapping", async () => {
    assert.deepEqual(await refused(() => undefined, { ...request, mappingIndex: 2 }), [
      "mappingIndex: expected 2, got 1; DSM gives the first LUN of a target this number",
      nothingChanged,
    ]);
  });

  const volumes: [string, Record<string, unknown> | undefined, string][] = [
    [
      "is missing",
      undefined,
      'a volume of the NAS, got "/volume1"; Storage Manager lists the volumes',
    ],
    [
      "is ext4",
      { fs_type: "ext4", status: "normal", size_free_byte: "99999999999" },
      'a btrfs volume, got "/volume1" with ext4; LUNs on it would have no instant snapshots',
    ],
    [
      "has crashed",
      { fs_type: "btrfs", status: "crashed", readonly: true, size_free_byte: "99999999999" },
      'a volume in status normal, got "/volume1" in status crashed, read-only; Storage Manager shows the cause',
    ],
    [
      "is too full",
      { fs_type: "btrfs", status: "normal", size_free_byte: String(gibibyte / 2) },
      '2147483648 bytes free (2 GiB), got "/volume1" with 536870912 (0.5 GiB); 1.5 GiB are missing; free space or lower lun.sizeBytes',
    ],
  ];
  for (const [name, volume, text] of volumes)
    it(`refuses a volume that ${name}`, async () => {
      assert.deepEqual(await refused(() => (nas.volume = volume)), [
        `lun.volume: expected ${text}`,
      ]);
    });

  it("refuses to grow beyond what the volume has free", async () => {
    await ensure(request);
    const larger = { ...request, lun: { ...request.lun, sizeBytes: 4 * gibibyte } };
    const [line] = await refused(
      () => (nas.volume = { fs_type: "btrfs", status: "normal", size_free_byte: "0" }),
      larger,
    );
    assert.match(line!, /^lun\.volume: expected 4294967296 bytes free \(4 GiB\)/);
  });

  it("counts what the LUN has taken already when it asks for space to grow", async () => {
    await ensure(request);
    nas.luns[0]!.allocated_size = gibibyte;
    const volume = (free: number): object => ({
      fs_type: "btrfs",
      status: "normal",
      size_free_byte: String(free),
    });
    const larger = { ...request, lun: { ...request.lun, sizeBytes: 4 * gibibyte } };
    const [line] = await refused(() => (nas.volume = { ...volume(3 * gibibyte - 1) }), larger);
    assert.match(line!, /^lun\.volume: expected 3221225472 bytes free \(3 GiB\)/);
    nas.volume = { ...volume(3 * gibibyte) };
    await ensure(larger);
    assert.equal(nas.luns[0]!.size, 4 * gibibyte);
  });
});
