import assert from "node:assert/strict";

import { growTo, type Growth } from "../../nas/lun/grow";
import type { EnsureRequest } from "../../nas/request";
import { ownLun } from "./own-nas";
import { during, failureOf, type ScriptedNas } from "./story";

const gibibyte = 1024 ** 3;

describe("growTo", () => {
  const given = ownLun();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(() => {
    ({ nas, request } = given());
  });

  const grow = (
    sizeBytes: number,
    report: (line: string) => void = () => undefined,
  ): Promise<Growth> =>
    during(request, (session) =>
      growTo(session, { ...request, lun: { ...request.lun, sizeBytes } }, report),
    );
  const writes = (): string[] => nas.calls.filter((call) => !/ (list|get|log\w+)$/.test(call));

  it("grows to exactly the wanted size and says what is left to do on the node", async () => {
    const lines: string[] = [];
    const grown = await grow(5 * gibibyte, (line) => lines.push(line));
    const { uuid } = nas.luns[0]!;
    assert.equal(nas.luns[0]!.size, 5 * gibibyte);
    assert.deepEqual(writes(), ["LUN set"]);
    assert.deepEqual(nas.of("LUN set")[0]!.form["new_size"], "5368709120");
    assert.deepEqual(grown, {
      lun: { name: "jenkins", uuid, sizeBytes: 5 * gibibyte },
      target: { name: "jenkins", iqn: "iqn.2000-01.com.synology:nas.jenkins", id: "4" },
      mappingIndex: 1,
      serial: uuid,
      wwid: "36001405ac36dabcd6e23d40e0d8956dc",
      previousSizeBytes: 2 * gibibyte,
      nodeSideSteps: [
        "on the node that is logged in to the target: iscsiadm -m node -T iqn.2000-01.com.synology:nas.jenkins -R",
        "only where multipath is in use: multipathd resize map 36001405ac36dabcd6e23d40e0d8956dc",
        "ext4, mounted: resize2fs /dev/disk/by-id/scsi-36001405ac36dabcd6e23d40e0d8956dc",
        'xfs, mounted: xfs_growfs "$(findmnt -n -o TARGET /dev/disk/by-id/scsi-36001405ac36dabcd6e23d40e0d8956dc)"',
        "in the stack: set the size of LUN jenkins to 5Gi and run pulumi up, which sets the capacity of the PersistentVolume; " +
          "the request of its claim cannot change",
      ],
    });
    assert.deepEqual(lines, [
      "grew LUN jenkins from 2 GiB to 5 GiB; the node and the file system follow separately",
    ]);
  });

  it("changes nothing when the LUN has the size", async () => {
    const { nodeSideSteps, previousSizeBytes } = await grow(2 * gibibyte);
    assert.deepEqual([nodeSideSteps, previousSizeBytes], [[], 2 * gibibyte]);
    assert.deepEqual(writes(), []);
  });

  const refused = async (sizeBytes: number, line: RegExp): Promise<void> => {
    const failure = await failureOf(grow(sizeBytes));
    assert.equal(failure.kind, "refused");
    assert.match(failure.message, line);
    assert.deepEqual(
      writes().filter((call) => call !== "Core.Storage.Volume get"),
      [],
    );
  };

  it("never shrinks", async () => {
    await refused(
      gibibyte,
      /^lun\.sizeBytes: expected 1073741824, got 2147483648; a LUN is never shrunk/,
    );
  });

  it("makes no LUN and no mapping", async () => {
    nas.targets[0]!.mapped_luns.length = 0;
    await refused(3 * gibibyte, /got a LUN that is not mapped to it; make it with `lun ensure`/);
    nas.luns.length = 0;
    await refused(
      3 * gibibyte,
      /^lun\.name: expected LUN "jenkins" on target ".+jenkins", got no such LUN; make it/,
    );
  });

  it("refuses another stack's LUN", async () => {
    nas.luns[0]!.description = "[jenkins-stack:iqn.2000-01.com.synology:other]";
    await refused(3 * gibibyte, /another stack made this LUN/);
  });

  it("refuses a size the volume cannot hold", async () => {
    await refused(200 * gibibyte, /^lun\.volume: expected 214748364800 bytes free \(200 GiB\)/);
  });
});
