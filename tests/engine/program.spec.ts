// What a real engine, API server, scheduler and iSCSI target make of the whole program. It does not prove what
// only a kubelet can: mounts, logins from a node, probes, Jenkins itself.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { proveDeployment } from "../../local/check";
import { changesOf, deploy } from "../../local/engine/deploy";
import type { Platform } from "../../local/up";
import { luns } from "./support/nas";
import {
  discardPlatform,
  kubectl,
  platform,
  pulumi,
  recordedUrns,
  secretValue,
  set,
  until,
  withSettings,
} from "./support/platform";

describe("the program on the local platform", () => {
  let here: Platform;

  before(async () => {
    here = await platform();
  });

  // The LUN has grown for ever, and the settings of other suites would shrink it.
  after(discardPlatform);

  const up = () => deploy(here.engine, here.tools.kubectl);

  it("deploys everything in one up, and what it deployed holds (P-06, A-09, A-20, A-22, A-28)", async () => {
    const { changes } = await up();
    // The platform is shared: a suite before this one may have deployed the program already.
    const { created = 0, unchanged = 0 } = changes;
    assert.ok(created + unchanged > 40, JSON.stringify(changes));
    const { statements } = await proveDeployment(here.engine, here.tools.kubectl, () => undefined);
    assert.equal(statements.length, 4);
  });

  it("changes nothing in a second up (A-14, P-07)", async () => {
    const { changes } = await up();
    assert.deepEqual(Object.keys(changes), ["unchanged"]);
  });

  it("keeps every password out of the state in clear (A-55)", async () => {
    const state = await readFile(
      join(here.instance.folder, "state/.pulumi/stacks/jenkins-stack/local.json"),
      "utf8",
    );
    const passwords = [
      here.nas.password,
      await secretValue(here, "jenkins-storage", "jenkins-home-chap", "node.session.auth.password"),
      await secretValue(here, "jenkins", /^jenkins-admin/, "jenkins-admin-password"),
    ];
    for (const password of passwords) {
      assert.ok(password.length >= 12);
      assert.ok(!state.includes(password));
      assert.ok(!state.includes(Buffer.from(password).toString("base64")));
    }
  });

  it("finds no drift in a refresh", async () => {
    const { exitCode, output } = await pulumi(here, [
      "refresh",
      "--yes",
      "--skip-preview",
      "--expect-no-changes",
    ]);
    assert.equal(exitCode, 0, output);
  });

  it("touches only the StatefulSet when the memory limit changes", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "jenkins", ["memoryLimit"], "6Gi");
      },
      async () => {
        assert.deepEqual(await changedTypes(), ["kubernetes:apps/v1:StatefulSet"]);
      },
    );
  });

  it("reloads the controller once, and touches nothing else, when only its configuration changes (C-04)", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "configuration", ["environment"], { TZ_OF_BUILDS: "UTC" });
      },
      async () => {
        assert.deepEqual(await changedTypes(), [
          "kubernetes:batch/v1:Job",
          "kubernetes:core/v1:ConfigMap",
        ]);
      },
    );
  });

  it("touches only its Secret when a credential changes (A-50)", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "credentials", ["jenkins-repohost", "username"], "publisher");
      },
      async () => {
        assert.deepEqual(await changedTypes(), ["kubernetes:core/v1:Secret"]);
      },
    );
  });

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

  it("grows the LUN and the volume in place when the size setting grows", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "storage", ["luns", "jenkins", "size"], "25Gi");
      },
      async () => {
        assert.deepEqual(await changedTypes(), [
          "command:local:Command",
          "kubernetes:core/v1:PersistentVolume",
        ]);
        await up();
        const [lun] = luns(here);
        assert.equal(lun?.size, 25 * 1024 ** 3);
      },
    );
  });

  it("refuses to shrink a LUN, and changes nothing (P-08)", async () => {
    // The settings say 20Gi again, the LUN has 25Gi by now. The API server refuses the dry run, so nothing starts.
    const preview = await pulumi(here, ["preview"]);
    assert.notEqual(preview.exitCode, 0);
    assert.match(preview.output, /size: expected at least 25Gi, got 20Gi; a LUN is never shrunk/);
    // This way to deploy has no preview: then it is the NAS tool that refuses.
    await assert.rejects(up(), /a LUN is never shrunk/);
    const [lun] = luns(here);
    assert.equal(lun?.size, 25 * 1024 ** 3);
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

    await withSettings(
      here,
      (settings) => {
        set(settings, "storage", ["luns", "jenkins", "size"], "25Gi");
      },
      async () => {
        await up();
      },
    );
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

  /** Types that a preview of the current settings would change, sorted. */
  async function changedTypes(): Promise<string[]> {
    const preview = JSON.parse(await here.engine.expect(["preview", "--json"])) as {
      steps: { op: string; urn: string }[];
    };
    return preview.steps
      .filter(({ op }) => op !== "same" && op !== "read")
      .map(({ urn }) => urn.split("::")[2]?.split("$").pop() ?? "")
      .sort();
  }
});

describe("changesOf", () => {
  it("reads the engine's summary", () => {
    const output =
      "Outputs:\n    a: 1\n\nResources:\n    + 3 created\n    ~ 1 updated\n    40 unchanged\n\nDuration: 3s\n";
    assert.deepEqual(changesOf(output), { created: 3, updated: 1, unchanged: 40 });
  });
});
