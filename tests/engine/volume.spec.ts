// What a running stack does about its volume when settings change, and when somebody destroys it. It does not prove what
// only a kubelet can: that a node attaches the volume and grows its file system.
import assert from "node:assert/strict";

import { proveDeployment } from "../../local/check";
import { deploy } from "../../local/engine/deploy";
import type { Platform } from "../../local/up";
import { luns } from "./support/nas";
import {
  deployedPlatform,
  kubectl,
  pulumi,
  recordedUrns,
  set,
  until,
  withSettings,
} from "./support/platform";

describe("the volume of the Jenkins home", () => {
  let here: Platform;

  before(async () => {
    here = await deployedPlatform();
  });

  const up = () => deploy(here.engine, here.tools.kubectl);

  it("keeps the controller off the Pi even when the Pi has the storage label (A-09)", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "network", ["nodes", "raspberry-pi"], {});
      },
      async () => {
        await up();
        const before = await controllerPod();
        assert.ok(before !== undefined);
        await kubectl(here, ["delete", "pod", "--namespace", "jenkins", "--all", "--wait=false"]);
        await until("another controller pod with a node", async () => {
          const pod = await controllerPod();
          return pod?.uid !== before.uid ? pod?.nodeName : undefined;
        });
        const { statements } = await proveDeployment(
          here.engine,
          here.tools.kubectl,
          () => undefined,
        );
        assert.match(statements[1] ?? "", /runs on worker-[12] \(amd64/);
      },
    );
    await up();
  });

  it("refuses to destroy what holds data (P-08)", async () => {
    const before = await recordedUrns(here);
    // Without a preview the engine would end what is not protected and keep the rest.
    const { exitCode, output } = await pulumi(here, ["destroy", "--yes"]);
    assert.notEqual(exitCode, 0);
    assert.match(output, /protect/);
    assert.deepEqual(await recordedUrns(here), before);
  });

  it("keeps the LUN on the NAS after an unprotected destroy, and adopts it again (P-08)", async () => {
    const [before] = luns(here);
    await here.engine.expect(["state", "unprotect", "--all", "--yes"]);
    const destroyed = await pulumi(here, ["destroy", "--yes", "--skip-preview"]);
    assert.equal(destroyed.exitCode, 0, destroyed.output);
    assert.deepEqual(luns(here), [before]);

    await up();
    assert.deepEqual(
      luns(here).map(({ uuid }) => uuid),
      [before?.uuid],
    );
  });

  /** The controller's pod, if there is one. */
  async function controllerPod(): Promise<{ uid: string; nodeName?: string } | undefined> {
    const printed = await kubectl(here, [
      "get",
      "pod",
      "--namespace",
      "jenkins",
      "jenkins-0",
      "--ignore-not-found",
      "--output",
      "json",
    ]);
    if (printed === "") return undefined;
    const { metadata, spec } = JSON.parse(printed) as {
      metadata: { uid: string };
      spec: { nodeName?: string };
    };
    return { uid: metadata.uid, ...spec };
  }
});
