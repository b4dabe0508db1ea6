// What stands between a mistake and the data: every failure names its cause and changes nothing.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { deploy, DeploymentFailed } from "../../local/engine/deploy";
import { settingsFile } from "../../local/engine/environment";
import { stopNas, startNas } from "../../local/nas-simulator";
import type { Platform } from "../../local/up";
import { luns } from "./support/nas";
import { platform, pulumi, recordedUrns, root, set, withSettings } from "./support/platform";

describe("a mistake around the program", () => {
  let here: Platform;
  let recordedBefore: string[];

  before(async () => {
    here = await platform();
    await deploy(here.engine, here.tools.kubectl);
  });

  beforeEach(async () => {
    recordedBefore = await recordedUrns(here);
  });

  afterEach("nothing changed", async () => {
    assert.deepEqual(await recordedUrns(here), recordedBefore);
    assert.equal(luns(here).length, 1);
  });

  /** A preview that must fail: its output, free of stack traces. */
  async function refusedPreview(): Promise<string> {
    const { exitCode, output } = await pulumi(here, ["preview"]);
    assert.notEqual(exitCode, 0, output);
    assert.doesNotMatch(output, /\n\s+at .*\(.*:\d+:\d+\)/);
    return output;
  }

  /** An up that must fail: what it says. */
  async function failedUp(): Promise<string> {
    try {
      await deploy(here.engine, here.tools.kubectl);
    } catch (error) {
      assert.ok(error instanceof DeploymentFailed, String(error));
      return error.output;
    }
    return assert.fail("expected the up to fail");
  }

  it("lists every problem of the settings at once, before anything else happens", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "jenkins", ["image"], "docker.io/jenkins/jenkins:lts");
        set(settings, "storage", ["luns", "jenkins", "size"], "20GB");
        set(settings, "network", ["lable"], "x");
      },
      async () => {
        const output = await refusedPreview();
        assert.match(output, /jenkins\.image: .*"docker\.io\/jenkins\/jenkins:lts"/);
        assert.match(output, /storage\.luns\.jenkins\.size: .*"20GB"/);
        assert.match(output, /network\.lable: .*did you mean/);
      },
    );
  });

  it("names a kubeconfig that cannot be read", async () => {
    const path = join(here.instance.relativeFolder, "broken-kubeconfig");
    await writeFile(join(root, path), "{ not yaml");
    await withSettings(
      here,
      (settings) => {
        set(settings, "cluster", ["kubeconfig"], path);
      },
      async () => {
        assert.match(await refusedPreview(), /cluster\.kubeconfig: /);
      },
    );
  });

  it("says that the cluster cannot be reached", async () => {
    const path = join(here.instance.relativeFolder, "dead-kubeconfig");
    await writeFile(join(root, path), deadKubeconfig);
    await withSettings(
      here,
      (settings) => {
        set(settings, "cluster", ["kubeconfig"], path);
      },
      async () => {
        assert.match(await failedUp(), /cluster is unreachable/);
      },
    );
  });

  it("names a node that does not exist, in the preview", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "network", ["nodes", "worker-9"], {});
      },
      async () => {
        assert.match(await refusedPreview(), /worker-9/);
      },
    );
  });

  it("asks a NAS that refuses the password once, and says so", async () => {
    await withSettings(
      here,
      () => undefined,
      async () => {
        await here.engine.expect(
          [
            "config",
            "set",
            "--secret",
            "jenkins-stack:nasPassword",
            "--config-file",
            settingsFile(here.instance),
          ],
          { input: "not-the-password" },
        );
        const output = await failedUp();
        assert.match(output, /password/);
        assert.doesNotMatch(output, /not-the-password/);
      },
    );
  });

  it("says that the NAS is down", async () => {
    await stopNas(here.instance);
    try {
      await withSettings(
        here,
        (settings) => {
          set(settings, "storage", ["luns", "jenkins", "size"], "30Gi");
        },
        async () => {
          assert.match(await failedUp(), /refused|reach/);
        },
      );
    } finally {
      await startNas(here.instance);
    }
  });

  it("refuses a NAS whose certificate nobody vouches for", async () => {
    await withSettings(
      here,
      (settings) => {
        settings.deleteIn(["config", "jenkins-stack:nas", "certificateAuthority"]);
      },
      async () => {
        assert.match(await failedUp(), /certificate/);
      },
    );
  });
});

const deadKubeconfig = `apiVersion: v1
kind: Config
current-context: dead
clusters: [{ name: dead, cluster: { server: "https://127.0.0.1:9" } }]
users: [{ name: dead, user: { token: none } }]
contexts: [{ name: dead, context: { cluster: dead, user: dead } }]
`;
