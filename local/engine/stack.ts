import { randomBytes } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createFile } from "../instance";
import { localStack } from "./environment";
import { offerLanguageHost } from "./language-host";
import type { Engine } from "./pulumi";

/** Makes the language host, the passphrase, the backend and the stack of an instance where they are missing. */
export async function ensureStack(engine: Engine): Promise<void> {
  const { folder } = engine.instance;
  await offerLanguageHost(join(folder, "pulumi"), engine.tools);
  await mkdir(join(folder, "state"), { recursive: true });
  // A passphrase that is there stays: the state is encrypted with it.
  await createFile(join(folder, "passphrase"), randomBytes(24).toString("base64url"), 0o600);
  if ((await readSalt(folder)) !== undefined) return;

  const listed = await engine.run(["stack", "ls", "--json"]);
  const stacks = JSON.parse(listed.stdout || "[]") as { name: string }[];
  if (!stacks.some(({ name }) => name === localStack)) await initialize(engine);
  const state = JSON.parse(await engine.expect(["stack", "export"])) as StackExport;
  await createFile(saltFile(folder), state.deployment.secrets_providers.state.salt, 0o600);
}

/** The salt that ties secrets in the settings file to the passphrase. */
export async function encryptionSalt(engine: Engine): Promise<string> {
  const salt = await readSalt(engine.instance.folder);
  if (salt === undefined) throw new Error("encryption salt: the stack was not made yet");
  return salt;
}

interface StackExport {
  readonly deployment: {
    readonly secrets_providers: { readonly state: { readonly salt: string } };
  };
}

/**
 * `stack init` writes a settings file into its working folder whatever the config file option says. It
 * therefore runs in a folder of its own, and the committed settings stay as they are.
 */
async function initialize(engine: Engine): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "jenkins-stack-init-"));
  try {
    await copyFile(join(engine.root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    await engine.expect(["stack", "init"], {
      cwd: folder,
      environment: { PULUMI_OPTION_CONFIG_FILE: undefined },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function saltFile(folder: string): string {
  return join(folder, "encryptionsalt");
}

async function readSalt(folder: string): Promise<string | undefined> {
  return readFile(saltFile(folder), "utf8").catch(() => undefined);
}
