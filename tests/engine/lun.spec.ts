// What the stack does with a LUN that exists: its data is never made anew, and its passwords change on both sides at
// once. It does not prove what a kubelet does with the Secret.
import assert from "node:assert/strict";

import { capacity, loginRefused } from "../../local/initiator";
import { deploy } from "../../local/engine/deploy";
import { recordedCalls } from "../../local/nas-simulator";
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

  it("is adopted by a state that does not know it, without a write to it (P-07, P-08)", async () => {
    const [before] = luns(here);
    await forget("lun-jenkins");
    const calls = (await recordedCalls(here.instance)).length;
    await up();
    assert.deepEqual(luns(here), [before]);
    const writes = (await recordedCalls(here.instance))
      .slice(calls)
      .map(({ api, method }) => `${api.replace("SYNO.Core.ISCSI.", "")} ${method}`)
      .filter((call) => /^(LUN|Target) (?!list|get)/.test(call));
    assert.deepEqual(
      writes.filter((call) => call !== "Target set"),
      [],
    );
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
    await up();
  });

  it("is unmapped and renamed when the stack gives it up and the settings say so (P-08)", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "storage", ["luns", "spare"], {
          volume: "/volume1",
          size: "1Gi",
          iqn: "iqn.2000-01.com.synology:nas.spare",
          // The target daemon of the platform knows one password for a user, whatever the target.
          chapUser: "spare",
          onDestroy: "retire",
        });
      },
      async () => {
        await up();
      },
    );
    const [spare] = luns(here, "spare");
    await assert.rejects(up(), /protect/);
    await here.engine.expect(["state", "unprotect", "--yes", await urn("lun-spare")]);
    await up();
    assert.deepEqual(luns(here, "spare"), []);
    assert.deepEqual(
      luns(here, /^spare\.retired-/).map(({ uuid, size }) => ({ uuid, size })),
      [{ uuid: spare?.uuid, size: spare?.size }],
    );
  });

  function password(): Promise<string> {
    return secretValue(here, "jenkins-storage", "jenkins-home-chap", "node.session.auth.password");
  }

  async function urn(command: string): Promise<string> {
    const found = (await recordedUrns(here)).find((one) =>
      one.endsWith(`$command:local:Command::${command}`),
    );
    assert.ok(found !== undefined);
    return found;
  }

  /** Takes one command out of the state, as a lost state would have lost it. */
  async function forget(command: string): Promise<void> {
    const lost = await urn(command);
    const state = JSON.parse(await here.engine.expect(["stack", "export"])) as {
      deployment: { resources: { urn: string; dependencies?: string[] }[] };
    };
    const resources = state.deployment.resources
      .filter((one) => one.urn !== lost)
      .map((one) => withoutReference(one, lost));
    const input = JSON.stringify({ ...state, deployment: { ...state.deployment, resources } });
    await here.engine.expect(["stack", "import"], { input });
  }
});

/** The same resource, depending on everything it did but one. */
function withoutReference<T extends object>(resource: T, urn: string): T {
  return JSON.parse(JSON.stringify(resource), (_key, value: unknown) =>
    Array.isArray(value) ? value.filter((item) => item !== urn) : value,
  ) as T;
}
