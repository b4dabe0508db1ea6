// The doctor on a real API server and a simulated NAS, with an identity that may read and do nothing else: what it finds
// is right, and it cannot have changed anything. It does not prove what a real DSM answers.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";
import { parse, stringify } from "yaml";

import { examine } from "../../commands/doctor/examine";
import { PulumiStack } from "../../commands/init/pulumi-stack";
import { store } from "../../commands/init/store";
import type { Finding } from "../../doctor/finding";
import { nothingKept } from "../../init/kept";
import { nasActivity, recordedCalls } from "../../local/nas-simulator";
import type { Platform } from "../../local/up";
import { goodDraft } from "../init/good-draft";
import { luns } from "./support/nas";
import { kubectl, platform, root, set, withSettings } from "./support/platform";

const reader = "doctor-reader";
const changing = /^(set|create|delete|map|unmap|update|edit|enable|disable|take|clone|restore)/;

describe("npm run doctor", () => {
  let here: Platform;
  before(async () => {
    here = await platform();
    await kubectl(here, ["apply", "--filename", "-"], readerManifests());
  });
  after(async () => {
    await kubectl(here, ["delete", "--filename", "-"], readerManifests());
  });

  const look = async (): Promise<readonly Finding[]> =>
    await examine({
      ...{ root, stack: "local", instance: here.instance.relativeFolder, env: process.env },
      progress: { begin: () => () => undefined },
    });
  const stateOf = (findings: readonly Finding[], check: string) =>
    findings.filter((one) => one.check === check).map(({ state }) => state);

  it("finds everything there that a first deployment needs, and changes nothing (P-03)", async () => {
    const file = join(here.instance.relativeFolder, "reader-kubeconfig");
    await writeFile(join(root, file), await readerKubeconfig(here), { mode: 0o600 });
    const { calls } = await nasActivity(here.instance);
    const before = luns(here, /./);
    const findings = await withSettings(
      here,
      (settings) => {
        set(settings, "cluster", ["kubeconfig"], file);
        set(settings, "network", ["nodes"], { "worker-1": {}, "raspberry-pi": {}, wroker: {} });
      },
      look,
    );

    for (const check of ["Pulumi CLI", "backend", "plugins", "settings", "cluster", "placement"])
      assert.deepEqual(stateOf(findings, check), ["ok"], JSON.stringify(findings));
    for (const check of ["storage class", "NAS login", "NAS account", "NAS volume /volume1"])
      assert.deepEqual(stateOf(findings, check), ["ok"], JSON.stringify(findings));
    assert.deepEqual(stateOf(findings, "node worker-1"), ["ok"]);
    assert.deepEqual(stateOf(findings, "node raspberry-pi"), ["warning"]);
    assert.deepEqual(stateOf(findings, "node wroker"), ["error"]);
    const rights = findings.find(({ check }) => check === "rights");
    assert.equal(rights?.state, "error");
    assert.match(
      rights.found,
      /^system:serviceaccount:default:doctor-reader may not get, create, patch, delete namespaces /,
    );
    assert.ok(!JSON.stringify(findings).includes(here.nas.password));

    // The API server would have refused this identity any change; the NAS knows no such identity.
    const made = (await recordedCalls(here.instance, calls)).map(({ method }) => method);
    assert.ok(made.length > 5, made.join());
    assert.deepEqual(
      made.filter((method) => changing.test(method)),
      [],
    );
    assert.deepEqual(luns(here, /./), before);
  });

  it("says what cannot be looked at without a cluster (C-30)", async () => {
    const file = join(here.instance.relativeFolder, "reader-kubeconfig");
    const config = parse(await readFile(join(root, file), "utf8")) as {
      clusters: { cluster: { server: string } }[];
    };
    config.clusters[0]!.cluster.server = "https://127.0.0.1:1";
    await writeFile(join(root, file), stringify(config));
    const findings = await withSettings(
      here,
      (settings) => {
        set(settings, "cluster", ["kubeconfig"], file);
      },
      look,
    );
    assert.deepEqual(stateOf(findings, "cluster"), ["error"]);
    for (const check of ["rights", "API groups", "nodes", "storage class"])
      assert.match(
        findings.find((one) => one.check === check)!.found,
        /^not looked at, because it needs the cluster$/,
      );
    assert.deepEqual(stateOf(findings, "NAS login"), ["ok"]);
  });

  it("init's stack and secrets are taken by the real CLI, which keeps the comments", async () => {
    const folder = mkdtempSync(join(tmpdir(), "jenkins-stack-begin-"));
    try {
      await writeFile(
        join(folder, "Pulumi.yaml"),
        await readFile(join(root, "Pulumi.yaml"), "utf8"),
      );
      const env = {
        ...here.engine.environment(),
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_OPTION_CONFIG_FILE: undefined,
        PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
      };
      const cli = new PulumiStack(here.tools.pulumi, folder, "begun", env);
      const consent = {
        create: () => Promise.resolve(true),
        passphrase: () => Promise.resolve("correct horse"),
      };
      const begin = () =>
        store(
          { root: folder, stack: "begun" },
          { draft: goodDraft(), nasPassword: "from-init" },
          nothingKept,
          cli,
          consent,
        );
      assert.deepEqual(await begin(), {
        files: ["Pulumi.begun.yaml"],
        password: true,
        stack: true,
      });
      // The stack is there now, and nothing is kept of its file: its salt comes from the backend.
      await begin();

      const text = await readFile(join(folder, "Pulumi.begun.yaml"), "utf8");
      assert.match(text, /\n {4}# DSM account of this program; .*\n {4}account: pulumi\n/);
      assert.ok(!text.includes("from-init"));
      const { stdout } = await execa(
        here.tools.pulumi,
        ["config", "get", "nasPassword", "--stack", "begun", "--non-interactive"],
        {
          cwd: folder,
          extendEnv: false,
          env: { ...env, PULUMI_CONFIG_PASSPHRASE: "correct horse" },
        },
      );
      assert.equal(stdout.trim(), "from-init");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** An account that may read what the doctor reads, and change nothing. */
function readerManifests(): string {
  const metadata = { name: reader };
  const rbac = "rbac.authorization.k8s.io";
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { ...metadata, namespace: "default" } },
    {
      ...{ apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata },
      rules: [
        { apiGroups: [""], resources: ["nodes", "configmaps"], verbs: ["get", "list"] },
        {
          apiGroups: ["storage.k8s.io", "networking.k8s.io", "apiextensions.k8s.io"],
          resources: ["storageclasses", "ingressclasses", "customresourcedefinitions"],
          verbs: ["get", "list"],
        },
      ],
    },
    {
      ...{ apiVersion: `${rbac}/v1`, kind: "ClusterRoleBinding", metadata },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: reader },
      subjects: [{ kind: "ServiceAccount", name: reader, namespace: "default" }],
    },
  ]
    .map((object) => JSON.stringify(object))
    .join("\n---\n");
}

/** The platform's kubeconfig with the login of that account. */
async function readerKubeconfig(here: Platform): Promise<string> {
  const token = (await kubectl(here, ["create", "token", reader])).trim();
  const config = parse(await readFile(join(here.instance.folder, "kubeconfig"), "utf8")) as {
    users: { user: object }[];
  };
  for (const entry of config.users) entry.user = { token };
  return stringify(config);
}
