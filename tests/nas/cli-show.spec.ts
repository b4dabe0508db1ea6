import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { ownNas, type OwnNas } from "./own-nas";
import { runTool } from "./run-tool";
import { type ScriptedNas } from "./story";

describe("nas lun show", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let scratch: OwnNas["scratch"];
  beforeEach(() => {
    ({ nas, request, scratch } = given());
  });

  it("prints a text for people otherwise", async () => {
    const made = await runTool(["lun", "ensure"], request, scratch);
    const { uuid } = nas.luns[0]!;
    assert.equal(
      made.stdout,
      [
        `LUN     jenkins, 2 GiB, ${uuid}`,
        "target  jenkins, iqn.2000-01.com.synology:nas.jenkins",
        "number  1",
        "device  /dev/disk/by-id/scsi-36001405ac36dabcd6e23d40e0d8956dc",
        "",
      ].join("\n"),
    );
    nas.targets[0]!.connected_sessions = [{ iqn: "iqn.2004-10.com.example:node", ip: "fd00::21" }];
    const { stdout } = await runTool(["lun", "show"], request, scratch);
    assert.equal(
      stdout,
      [
        `LUN          jenkins, ${uuid}`,
        "size         2 GiB, 0 bytes taken on /volume1",
        "state        BLUN, normal",
        "attributes   can_snapshot, emulate_tpu, emulate_fua_write, emulate_sync_cache",
        "description  home [jenkins-stack:iqn.2000-01.com.synology:nas.jenkins]",
        "device       /dev/disk/by-id/scsi-36001405ac36dabcd6e23d40e0d8956dc",
        "",
        "target   IQN                                   number  CHAP  most sessions  initiators",
        "jenkins  iqn.2000-01.com.synology:nas.jenkins       1  k8s   1              iqn.2004-10.com.example:node at fd00::21",
        "",
      ].join("\n"),
    );
  });

  it("shows a LUN with its targets, and changes nothing", async () => {
    await runTool(["lun", "ensure"], request, scratch);
    nas.requests.length = 0;
    const { exitCode, stdout, stderr } = await runTool(["lun", "show", "--json"], request, scratch);
    assert.deepEqual([exitCode, stderr], [0, ""]);
    const { uuid } = nas.luns[0]!;
    assert.deepEqual(JSON.parse(stdout), {
      lun: {
        name: "jenkins",
        uuid,
        sizeBytes: 2147483648,
        allocatedBytes: 0,
        type: "BLUN",
        volume: "/volume1",
        description: "home [jenkins-stack:iqn.2000-01.com.synology:nas.jenkins]",
        attributes: {
          can_snapshot: true,
          emulate_tpu: true,
          emulate_fua_write: true,
          emulate_sync_cache: true,
        },
        status: "normal",
        locked: false,
        restoredTime: 0,
        clonedFrom: "",
      },
      targets: [
        {
          id: "4",
          name: "jenkins",
          iqn: "iqn.2000-01.com.synology:nas.jenkins",
          enabled: true,
          maxSessions: 1,
          authentication: 1,
          chapUser: "k8s",
          mutualUser: "",
          status: "",
          portals: [],
          acls: [],
          sessions: [],
          mappingIndex: 1,
        },
      ],
      serial: uuid,
      wwid: "36001405ac36dabcd6e23d40e0d8956dc",
      nodeUuid: "72003c93-2db2-4f00-a169-67c5eae86bb1",
    });
    assert.deepEqual(nas.calls, [
      "API.Auth login",
      "Node list",
      "LUN list",
      "Target list",
      "API.Auth logout",
    ]);
  });

  it("names the LUNs there are when the one to show is missing", async () => {
    await runTool(["lun", "ensure"], request, scratch);
    const run = await runTool(["lun", "show"], { nas: request.nas, lun: { name: "nix" } }, scratch);
    assert.deepEqual(run, {
      exitCode: 1,
      stdout: "",
      stderr: 'lun.name: expected a LUN of the NAS, got "nix"; it has "jenkins"\n',
    });
  });
});
