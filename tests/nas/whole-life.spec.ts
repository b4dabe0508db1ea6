// The tool against the simulator, which was written from the same facts and shares no code with it: where the two disagree,
// one of them has misread. The life of a LUN from its making to its deletion.
import assert from "node:assert/strict";
import { join } from "node:path";

import { loginRefused } from "../../local/initiator";
import { listApis } from "../../nas/dsm/apis";
import { Connection } from "../../nas/dsm/connection";
import { enrolDevice } from "../../nas/dsm/device";
import { listHosts } from "../../nas/dsm/hosts";
import { listLuns } from "../../nas/dsm/luns";
import { identify } from "../../nas/dsm/nodes";
import { readLimits, readSecurity, systemInfo } from "../../nas/dsm/system";
import { listTargets } from "../../nas/dsm/targets";
import { listVolumes } from "../../nas/dsm/volumes";
import { deleteLun } from "../../nas/lun/delete";
import { ensureLun } from "../../nas/lun/ensure";
import { growTo } from "../../nas/lun/grow";
import { retireLun } from "../../nas/lun/retire";
import { showLun } from "../../nas/lun/show";
import type { EnsureRequest } from "../../nas/request";
import { cloneSnapshot } from "../../nas/snapshot/clone";
import { listSnapshots } from "../../nas/snapshot/list";
import { pruneSnapshots } from "../../nas/snapshot/prune";
import { restoreSnapshot } from "../../nas/snapshot/restore";
import { takeSnapshot } from "../../nas/snapshot/take";
import { plainSettings, TestNas } from "../local/nas-simulator/support/nas";
import { during, failureOf, impatient } from "./story";

const quiet = (): void => undefined;
const gibibyte = 1024 ** 3;

describe("the life of a LUN on the simulator", () => {
  const nas = new TestNas();
  let request: EnsureRequest;
  before(async () => {
    await nas.start({ ...plainSettings, settleMs: 30 });
    request = {
      nas: {
        ...{ url: nas.url, account: "pulumi", password: "right" },
        certificateAuthority: join(nas.folder, "ca.crt"),
      },
      lun: { name: "jenkins", volume: "/volume1", sizeBytes: gibibyte, description: "home" },
      target: {
        name: "jenkins",
        iqn: "iqn.2000-01.com.synology:nas.jenkins",
        maxSessions: 1,
        chap: {
          user: "k8s",
          password: "chap-secret-14",
          mutual: { user: "nas", password: "mutual-secret1" },
        },
      },
      mappingIndex: 1,
    };
  });
  after(() => nas.stop());

  it("is made, and found again with six calls", async () => {
    const make = (): Promise<unknown> =>
      during(request, async (session) => {
        await identify(session, undefined);
        return await ensureLun(session, request, quiet);
      });
    const made = await make();
    const calls = await nas.callsDuring(async () => {
      assert.deepEqual(await make(), made);
    });
    assert.deepEqual(calls, [
      ...["Auth login", "Node list", "LUN list", "Target list", "Target set", "Auth logout"],
    ]);
  });

  it("lets in who knows the passwords of both sides, and the new ones after a rotation (A-28)", async () => {
    const { iqn } = request.target;
    const old = request.target.chap;
    const refused = ({ mutual, ...chap }: typeof old): Promise<boolean> =>
      loginRefused({
        portal: nas.portal,
        iqn,
        lun: 1,
        chap,
        ...(mutual && { mutualChap: mutual }),
      });
    const rotated = {
      ...{ user: "k8s", password: "rotated-secret" },
      mutual: { user: "nas", password: "rotated-mutual" },
    };
    assert.equal(await refused(old), false);
    assert.equal(await refused({ ...old, mutual: rotated.mutual }), true);
    request = { ...request, target: { ...request.target, chap: rotated } };
    await during(request, (session) => ensureLun(session, request, quiet));
    assert.equal(await refused(rotated), false);
    assert.equal(await refused(old), true);
    const oneWay = { user: rotated.user, password: rotated.password };
    request = { ...request, target: { ...request.target, chap: oneWay } };
    await during(request, (session) => ensureLun(session, request, quiet));
    assert.equal(await refused(oneWay), false);
  });

  it("is shown, with what the NAS says of itself", async () => {
    await during(request, async (session) => {
      const { targets } = (await showLun(session, "jenkins")) as {
        targets: { authentication: number; mutualUser: string; portals: object[] }[];
      };
      assert.deepEqual(
        targets.map(({ authentication, mutualUser, portals }) => [
          ...[authentication, mutualUser, portals],
        ]),
        [[1, "", [{ interface: "all", address: "", port: nas.iscsiPort }]]],
      );
      assert.deepEqual(await readLimits(session), {
        ...{ luns: 256, targets: 128, snapshotsPerLun: 128 },
      });
      const { model, firmware, time } = await systemInfo(session);
      assert.ok(model !== "" && firmware.startsWith("DSM 7") && time !== undefined);
      assert.deepEqual(await readSecurity(session), { sessionTimeoutMinutes: 15 });
      assert.deepEqual(await listHosts(session), []);
      const [volume] = await listVolumes(session);
      assert.deepEqual(
        [volume?.path, volume?.fileSystem, volume?.status],
        ["/volume1", "btrfs", "normal"],
      );
    });
    const apis = await listApis(new Connection(request.nas, impatient));
    assert.equal(apis.get("SYNO.Core.ISCSI.LUN")?.maxVersion, 1);
  });

  it("grows", async () => {
    const sizeBytes = 2 * gibibyte;
    request = { ...request, lun: { ...request.lun, sizeBytes } };
    const grown = await during(request, (session) => growTo(session, request, quiet));
    assert.deepEqual([grown.lun.sizeBytes, grown.previousSizeBytes], [sizeBytes, gibibyte]);
    assert.equal(grown.nodeSideSteps.length, 5);
  });

  it("is kept in snapshots, and pruned", async () => {
    await during(request, async (session) => {
      for (const name of ["a", "b"])
        for (const existed of [false, true]) {
          const taken = await takeSnapshot(session, "jenkins", { name, locked: false }, quiet);
          assert.equal(taken.existed, existed);
        }
      const { deleted, kept } = await pruneSnapshots(session, "jenkins", { keep: 1 }, quiet);
      assert.deepEqual([...deleted, ...kept].sort(), ["a", "b"]);
      assert.equal(kept.length, 1);
    });
  });

  it("is restored, twice, with the present kept each time", async () => {
    await during(request, async (session) => {
      const [kept] = (await listSnapshots(session, "jenkins")).snapshots;
      const snapshot = kept!.name;
      await restoreSnapshot(session, "jenkins", { snapshot }, quiet);
      await restoreSnapshot(session, "jenkins", { snapshot }, quiet);
      const { snapshots } = await listSnapshots(session, "jenkins");
      assert.deepEqual(
        snapshots.map(({ name, locked }) => [name, locked]).sort(),
        [
          [snapshot, false],
          [`before-restore-${snapshot}`, true],
          [`before-restore-${snapshot}.2`, true],
        ].sort(),
      );
    });
  });

  it("is cloned, and the clone deleted", async () => {
    await during(request, async (session) => {
      const [kept] = (await listSnapshots(session, "jenkins")).snapshots;
      const wanted = { snapshot: kept!.uuid, cloneName: "rehearsal" };
      const first = await cloneSnapshot(session, "jenkins", wanted, quiet);
      assert.deepEqual(await cloneSnapshot(session, "jenkins", wanted, quiet), {
        ...first,
        existed: true,
      });
      const copy = (await listLuns(session)).find(({ name }) => name === "rehearsal");
      assert.match(copy!.description, /^clone of jenkins at .+\[jenkins-stack:iqn\..+\]$/);
      assert.equal(copy!.clonedFrom, kept!.uuid);
      assert.equal((await deleteLun(session, request, "rehearsal", quiet)).deleted, true);
    });
  });

  it("is retired, twice the same, and then kept by its locked snapshots", async () => {
    await during(request, async (session) => {
      const retired = await retireLun(session, request, quiet);
      assert.deepEqual(await retireLun(session, request, quiet), retired);
      const [target] = await listTargets(session);
      assert.deepEqual([target!.enabled, target!.mappings, target!.status], [false, [], "offline"]);
      const failure = await failureOf(deleteLun(session, request, retired.lun.name, quiet));
      assert.match(failure.message, /expected no locked snapshot, got "before-restore-/);
    });
  });

  it("refuses to come back on the disabled target", async () => {
    const failure = await failureOf(during(request, (s) => ensureLun(s, request, quiet)));
    assert.match(
      failure.message,
      /^lun\.name: .+ it was retired: rename it back and enable the target in SAN Manager/,
    );
  });

  it("is managed by an account with a second factor", async () => {
    await nas.restart({
      ...plainSettings,
      accounts: { pulumi: { password: "right", oneTimeCodes: ["123456"] } },
    });
    const way = { ...request.nas, url: nas.url };
    const plain = await failureOf(during({ nas: way }, listLuns));
    assert.deepEqual([plain.kind, plain.details.dsmCode], ["login", 403]);
    const enrolled = await enrolDevice(new Connection(way, impatient), way, "123456", "ci");
    const luns = await during({ nas: { ...way, ...enrolled } }, listLuns);
    assert.equal(luns.length, 1);
  });
});
