// What stands between a mistake and the data: every failure names its cause and changes nothing.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { deploy, DeploymentFailed, diagnosticsOf } from "../../local/engine/deploy";
import { settingsFile } from "../../local/engine/environment";
import { recordedCalls, startNas, stopNas } from "../../local/nas-simulator";
import type { Platform } from "../../local/up";
import { luns } from "./support/nas";
import { platform, pulumi, root, set, withSettings } from "./support/platform";
import { recorded, withoutKubeconfig, type Recorded } from "./support/recorded";

describe("a mistake around the program", () => {
  let here: Platform;
  let recordedBefore: Recorded[];
  let lunsBefore: ReturnType<typeof luns>;

  before(async () => {
    here = await platform();
    await deploy(here.engine, here.tools.kubectl);
  });

  beforeEach(async () => {
    recordedBefore = await recorded(here);
    lunsBefore = luns(here);
  });

  afterEach("nothing changed", async () => {
    assert.deepEqual(await recorded(here), recordedBefore);
    assert.equal(lunsBefore.length, 1);
    assert.deepEqual(luns(here), lunsBefore);
  });

  /** What every failure owes the user: no stack trace, no secret. Gives the lines of the diagnostics. */
  function diagnosticLines(output: string): string[] {
    assert.doesNotMatch(output, /\n\s+at .*:\d+:\d+/);
    assert.ok(!output.includes(here.nas.password));
    return diagnosticsOf(output)
      .split("\n")
      .map((line) => line.trim());
  }

  /** A preview that must fail: the lines of its diagnostics. */
  async function refusedPreview(): Promise<string[]> {
    const { exitCode, output } = await pulumi(here, ["preview"]);
    assert.notEqual(exitCode, 0, output);
    return diagnosticLines(output);
  }

  /** An up that must fail: the lines of its diagnostics. */
  async function failedUp(): Promise<string[]> {
    try {
      await deploy(here.engine, here.tools.kubectl);
    } catch (error) {
      assert.ok(error instanceof DeploymentFailed, String(error));
      return diagnosticLines(error.output);
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
        assert.deepEqual(await refusedPreview(), [
          "pulumi:pulumi:Stack (jenkins-stack-local):",
          "error: invalid settings of stack local: 3 problems",
          'jenkins.image: expected an exact Jenkins version such as "docker.io/jenkins/jenkins:2.580.1-jdk21", ' +
            'or a digest, got "docker.io/jenkins/jenkins:lts"; a moving tag would upgrade Jenkins on every pod restart',
          "network.lable: unknown setting; did you mean network.label?",
          'storage.luns.jenkins.size: expected a Kubernetes quantity such as "200Gi", got "20GB"; did you mean "20G" or "20Gi"?',
        ]);
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
        assert.deepEqual(await refusedPreview(), [
          "pulumi:pulumi:Stack (jenkins-stack-local):",
          "error: invalid settings of stack local: 1 problem",
          `cluster.kubeconfig: expected a kubeconfig with contexts, clusters and users, got ${JSON.stringify(path)}; write one with: kubectl config view --raw --flatten`,
        ]);
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
        const lines = await failedUp();
        assert.ok(
          lines.some((line) =>
            /^warning: configured Kubernetes cluster is unreachable: .*"https:\/\/127\.0\.0\.1:9\/.*connection refused$/.test(
              line,
            ),
          ),
          lines.join("\n"),
        );
        assert.ok(
          lines.some((line) =>
            line.startsWith("error: failed to read resource state due to unreachable cluster."),
          ),
          lines.join("\n"),
        );
        // The engine records the provider's own arguments before the provider asks the cluster anything.
        assert.deepEqual(
          (await recorded(here)).map(withoutKubeconfig),
          recordedBefore.map(withoutKubeconfig),
        );
      },
    );
    await deploy(here.engine, here.tools.kubectl);
  });

  it("names a node that does not exist, in the preview", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "network", ["nodes", "worker-9"], {});
      },
      async () => {
        const lines = await refusedPreview();
        const cause = lines.indexOf("kubernetes:core/v1:Node (storage-network-worker-9):");
        assert.equal(
          lines[cause + 1],
          "error: Preview failed: resource 'worker-9' does not exist",
          lines.join("\n"),
        );
      },
    );
  });

  it("asks a NAS that refuses the password once, and says so", async () => {
    // Never seen before: a password that a NAS refused in an earlier run is not tried at all.
    const wrong = randomUUID();
    const before = await logins();
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
          { input: wrong },
        );
        const lines = await failedUp();
        assertSaid(
          lines,
          `nas.password: expected ${here.nas.url} to let account "pulumi" in, got code 400 (no such account, or a wrong ` +
            "password); tried once only, because Auto Block bans this machine's address after a few failures; compare both with Control Panel > User & Group",
        );
        assert.ok(lines.every((line) => !line.includes(wrong)));
      },
    );
    assert.deepEqual((await logins()).slice(before.length), [400]);
  });

  /** Result of every login the NAS saw, 0 = let in. */
  async function logins(): Promise<number[]> {
    return (await recordedCalls(here.instance))
      .filter(({ api, method }) => api === "SYNO.API.Auth" && method === "login")
      .map(({ code }) => code);
  }

  it("says that the NAS is down", async () => {
    await stopNas(here.instance);
    try {
      await withSettings(
        here,
        (settings) => {
          set(settings, "storage", ["luns", "jenkins", "size"], "30Gi");
        },
        async () => {
          assertSaid(
            await failedUp(),
            `nas.url: expected DSM to answer at "${here.nas.url}", got connection refused (ECONNREFUSED); ` +
              "check that the NAS is up, the address, and DSM's HTTPS port (usually 5001)",
          );
        },
      );
    } finally {
      await startNas(here.instance);
    }
  });
});

function assertSaid(lines: readonly string[], wanted: string): void {
  assert.ok(lines.includes(wanted), `expected the line\n${wanted}\nin\n${lines.join("\n")}`);
}

const deadKubeconfig = `apiVersion: v1
kind: Config
current-context: dead
clusters: [{ name: dead, cluster: { server: "https://127.0.0.1:9" } }]
users: [{ name: dead, user: { token: none } }]
contexts: [{ name: dead, context: { cluster: dead, user: dead } }]
`;
