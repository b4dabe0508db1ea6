// What the stack does with a LUN that exists: its data is never made anew, and its passwords change on both sides at
// once. It does not prove what a kubelet does with the Secret.
import assert from "node:assert/strict";

import { capacity, loginRefused } from "../../local/initiator";
import { deploy } from "../../local/engine/deploy";
import { nasActivity, recordedCalls } from "../../local/nas-simulator";
import type { Platform } from "../../local/up";
import { luns } from "./support/nas";
import { platform, recordedUrns, secretValue, set, withSettings } from "./support/platform";

const iqn = "iqn.2000-01.com.synology:nas.jenkins";

describe("a LUN of the stack", () => {
  let here: Platform;

  before(async () => {
    here = await platform();
    await up();
  });

  const up = () => deploy(here.engine, here.tools.kubectl);

  it("is adopted by a state that knows nothing of it: its passwords are set anew, nothing else is (P-07, P-08)", async () => {
    const [before] = luns(here);
    await forget("$command:local:Command::lun-jenkins", "::lun-jenkins-chap");
    const { calls } = await nasActivity(here.instance);
    await up();
    assert.deepEqual(luns(here), [before]);
    const writes = (await recordedCalls(here.instance, calls))
      .map(({ api, method }) => `${api.replace("SYNO.Core.ISCSI.", "")} ${method}`)
      .filter((call) => /^(LUN|Target) (?!list|get)/.test(call));
    assert.deepEqual(writes, ["Target set"]);
  });

  it("gets new CHAP passwords on the NAS and in the Secret in one up (A-28)", async () => {
    const before = await password();
    await withSettings(
      here,
      (settings) => {
        set(settings, "storage", ["luns", "jenkins", "chapRotation"], 1);
      },
      async () => {
        await up();
      },
    );
    const after = await password();
    assert.notEqual(after, before);
    const address = { portal: here.nas.portal, iqn, lun: 1 };
    const user = "jenkins";
    assert.ok(await loginRefused({ ...address, chap: { user, password: before } }));
    assert.equal(
      await capacity({ ...address, chap: { user, password: after } }),
      luns(here)[0]?.size,
    );
  });

  describe("that is a second one", () => {
    let uuid: string | undefined;

    before(async () => {
      await withSpare({}, up);
      uuid = luns(here, "spare")[0]?.uuid;
      assert.ok(uuid !== undefined);
    });

    it("is unmapped and renamed when the stack gives it up and the settings say so (P-08)", async () => {
      await assert.rejects(up(), /protect/);
      await here.engine.expect([
        "state",
        "unprotect",
        "--yes",
        await urn("$command:local:Command::lun-spare"),
      ]);
      await up();
      assert.deepEqual(luns(here, "spare"), []);
      assert.deepEqual(
        luns(here, /^spare\.retired-/).map((lun) => lun.uuid),
        [uuid],
      );
    });

    it("is not made anew, empty, by a stack that had it (P-08)", async () => {
      await assert.rejects(withSpare({ size: "2Gi" }, up), /spare/);
      assert.deepEqual(luns(here, "spare"), []);
    });
  });

  /** Runs work while the settings declare one more LUN. */
  function withSpare<T>(changes: object, work: () => Promise<T>): Promise<T> {
    const spare = {
      ...{ volume: "/volume1", size: "1Gi", iqn: "iqn.2000-01.com.synology:nas.spare" },
      // The target daemon of the platform knows one password for a user, whatever the target.
      ...{ onDestroy: "retire", chapUser: "spare", ...changes },
    };
    return withSettings(
      here,
      (settings) => {
        set(settings, "storage", ["luns", "spare"], spare);
      },
      work,
    );
  }

  function password(): Promise<string> {
    return secretValue(here, "jenkins-storage", "jenkins-home-chap", "node.session.auth.password");
  }

  async function urn(ending: string): Promise<string> {
    const found = (await recordedUrns(here)).find((one) => one.endsWith(ending));
    assert.ok(found !== undefined);
    return found;
  }

  /** Takes resources out of the state, as a lost state would have lost them. */
  async function forget(...endings: readonly string[]): Promise<void> {
    const lost = await Promise.all(endings.map(urn));
    const state = JSON.parse(await here.engine.expect(["stack", "export"])) as {
      deployment: { resources: { urn: string; dependencies?: string[] }[] };
    };
    const resources = state.deployment.resources
      .filter((one) => !lost.includes(one.urn))
      .map((one) => withoutReferences(one, lost));
    const input = JSON.stringify({ ...state, deployment: { ...state.deployment, resources } });
    await here.engine.expect(["stack", "import"], { input });
  }
});

/** The same resource, depending on everything it did but those. */
function withoutReferences<T extends object>(resource: T, urns: readonly string[]): T {
  return JSON.parse(JSON.stringify(resource), (_key, value: unknown) =>
    Array.isArray(value) ? value.filter((item) => !urns.includes(item as string)) : value,
  ) as T;
}
