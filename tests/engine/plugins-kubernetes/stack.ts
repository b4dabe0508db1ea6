import assert from "node:assert/strict";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

import { execa } from "execa";

import { offerLanguageHost } from "../../../local/engine/language-host";
import { root } from "../support/platform";
import type { World } from "./world";

/** One step of a preview. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly detailedDiff?: Readonly<Record<string, { readonly kind: string }>> | null;
}

/** How one CLI command ended. */
export interface Run {
  readonly failed: boolean;
  /** Both streams, without colours. */
  readonly text: string;
}

/** Fails with everything the command printed unless it succeeded. */
export function passes({ failed, text }: Run): void {
  assert.equal(failed, false, text);
}

const head = `
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
const change = process.env.CHANGE ?? "";
const cluster = new k8s.Provider("cluster", {
  kubeconfig: "kubeconfig", clusterIdentifier: "test", enableConfigMapMutable: true, enableSecretMutable: true,
});
const provider = { provider: cluster };
`;

/** A small program and its stack, run by the real CLI in a folder of its own. */
export class Stack {
  private constructor(
    readonly folder: string,
    private readonly pulumi: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** @param program statements; `k8s`, `pulumi`, `provider` (options) and `change` (text) are there */
  static async create({ cluster, home }: World, program: string): Promise<Stack> {
    const folder = await cluster.folder("program");
    const state = join(folder, "state");
    await mkdir(state);
    await writeFile(join(folder, "Pulumi.yaml"), "name: test\nruntime: nodejs\n");
    await writeFile(join(folder, "package.json"), '{"name": "test", "main": "index.ts"}\n');
    await writeFile(join(folder, "index.ts"), `${head}\n${program}\n`);
    // A relative name, because the program of this repository uses one.
    await copyFile(cluster.kubeconfig, join(folder, "kubeconfig"));
    const { tools } = cluster;
    await offerLanguageHost(join(home, "pulumi"), tools);
    const stack = new Stack(folder, tools.pulumi, {
      PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
      HOME: folder,
      PULUMI_HOME: join(home, "pulumi"),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_NODEJS_TSCONFIG_PATH: join(root, "tsconfig.pulumi.json"),
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_SKIP_CONFIRMATIONS: "true",
    });
    await stack.run(["stack", "init", "dev"]);
    return stack;
  }

  async run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
    const { all, failed } = await execa(
      this.pulumi,
      [...args, "--non-interactive", "--color", "never"],
      {
        cwd: this.folder,
        env: { ...this.environment, ...environment },
        extendEnv: false,
        reject: false,
        all: true,
        stdin: "ignore",
      },
    );
    return { failed, text: all };
  }

  up(environment: NodeJS.ProcessEnv = {}): Promise<Run> {
    return this.run(["up", "--skip-preview", "--stack", "dev"], environment);
  }

  preview(environment: NodeJS.ProcessEnv = {}): Promise<Run> {
    return this.run(["preview", "--stack", "dev"], environment);
  }

  destroy(environment: NodeJS.ProcessEnv = {}): Promise<Run> {
    return this.run(["destroy", "--skip-preview", "--stack", "dev"], environment);
  }

  refresh(environment: NodeJS.ProcessEnv = {}): Promise<Run> {
    return this.run(["refresh", "--skip-preview", "--stack", "dev"], environment);
  }

  /** What a preview would do, one line a step: `<op> <resource name>`. */
  async steps(environment: NodeJS.ProcessEnv = {}): Promise<string[]> {
    const { text } = await this.run(["preview", "--json", "--stack", "dev"], environment);
    const { steps } = JSON.parse(text.slice(text.indexOf("{"))) as { steps: readonly Step[] };
    return steps
      .filter(({ op, urn }) => op !== "same" && !urn.includes("pulumi:pulumi:Stack"))
      .map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`);
  }

  /** The state file as it lies on disk. */
  async state(): Promise<string> {
    return readFile(join(this.folder, "state", ".pulumi", "stacks", "test", "dev.json"), "utf8");
  }
}
