import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { z } from "zod";

import type { Kept } from "../../init/kept";
import { oldFile } from "../../init/kept";
import { execa } from "../../local/execa";

const stackList = z.array(z.looseObject({ name: z.string() }));
const whoAmI = z.looseObject({ url: z.string() });
const exported = z.looseObject({
  deployment: z.looseObject({
    secrets_providers: z
      .looseObject({
        type: z.string(),
        state: z.looseObject({ salt: z.string().optional() }).optional(),
      })
      .optional(),
  }),
});

/** The Pulumi CLI of the user, on the user's own backend. */
export class PulumiStack {
  constructor(
    private readonly executable: string,
    private readonly root: string,
    private readonly stack: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** The same with a passphrase, which the CLI takes from its environment alone. */
  withPassphrase(passphrase: string): PulumiStack {
    return new PulumiStack(this.executable, this.root, this.stack, {
      ...this.environment,
      PULUMI_CONFIG_PASSPHRASE: passphrase,
    });
  }

  /** Address of the backend. */
  async backend(): Promise<string> {
    return whoAmI.parse(JSON.parse(await this.#read(["whoami", "--json", "--verbose"]))).url;
  }

  /** Whether the backend has the stack. */
  async exists(): Promise<boolean> {
    const stacks = stackList.parse(JSON.parse(await this.#read(["stack", "ls", "--json"])));
    return stacks.some(({ name }) => name.split("/").at(-1) === this.stack);
  }

  /**
   * Makes the stack.
   *
   * `stack init` writes a settings file into its working folder: it runs in a folder of its own, and what it wrote, how
   * the secrets are encrypted, is returned instead.
   */
  async create(): Promise<Kept["around"]> {
    const folder = await mkdtemp(join(tmpdir(), "jenkins-stack-init-"));
    try {
      await copyFile(join(this.root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
      await this.#run(["stack", "init", this.stack, "--no-select"], { cwd: folder });
      const file = `Pulumi.${this.stack}.yaml`;
      const text = await readFile(join(folder, file), "utf8").catch(() => "");
      return oldFile(file, text).kept.around;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** How a stack that exists encrypts its secrets, where its file does not say it any more. */
  async encryption(): Promise<Kept["around"]> {
    const { deployment } = exported.parse(
      JSON.parse(await this.#read(["stack", "export", "--stack", this.stack])),
    );
    const salt = deployment.secrets_providers?.state?.salt;
    return deployment.secrets_providers?.type === "passphrase" && salt !== undefined
      ? { encryptionsalt: salt }
      : {};
  }

  /** Stores a secret in a settings file. It goes to the CLI on standard input. */
  async storeSecret(key: string, value: string, file: string): Promise<void> {
    const config = ["--secret", `jenkins-stack:${key}`, "--config-file", file];
    await this.#run(["config", "set", "--stack", this.stack, ...config], { input: value });
  }

  async #read(args: readonly string[]): Promise<string> {
    return await this.#run(args, {});
  }

  /** @throws with what the CLI said; it repeats no secret */
  async #run(
    args: readonly string[],
    { cwd = this.root, input = "" }: { readonly cwd?: string; readonly input?: string },
  ): Promise<string> {
    const { exitCode, stdout, stderr } = await execa(
      this.executable,
      [...args, "--non-interactive", "--color", "never"],
      {
        ...{ cwd, input, reject: false, extendEnv: false },
        env: { ...this.environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
      },
    );
    if (exitCode === 0) return stdout;
    const said = stderr.trim().split("\n").slice(-5).join("\n");
    throw new Error(`pulumi ${args.slice(0, 2).join(" ")}: expected success, got\n${said}`);
  }
}
