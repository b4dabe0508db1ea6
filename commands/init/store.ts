import { stackFile } from "../../init/stack-file";
import type { Interviewed } from "../../init/interview";
import type { Kept } from "../../init/kept";
import type { PulumiStack } from "./pulumi-stack";
import { writeStackFile } from "./write";

/** Questions about the stack itself, which no setting answers. */
export interface Consent {
  /** Whether the backend is to get a stack. */
  create(backend: string): Promise<boolean>;
  /**
   * Passphrase of the secrets; undefined where the CLI needs none or has one.
   *
   * @param made whether the stack is being made, and the passphrase with it
   */
  passphrase(backend: string, made: boolean): Promise<string | undefined>;
}

/** What became of an answer. */
export interface Stored {
  /** Files written, relative to the root. */
  readonly files: readonly string[];
  /** Whether the password of the NAS is in the settings now. */
  readonly password: boolean;
  /** Whether the backend has the stack. */
  readonly stack: boolean;
  /** Why there is no stack or no password in it; absent when both are there. */
  readonly reason?: string;
}

/**
 * Writes the file of a stack, makes the stack where that is wanted, and stores the password of the NAS in it.
 *
 * The settings are checked before the backend is asked for anything.
 *
 * @param cli absent where there is no Pulumi CLI
 */
export async function store(
  { root, stack }: { readonly root: string; readonly stack: string },
  { draft, nasPassword }: Interviewed,
  kept: Kept,
  cli: PulumiStack | undefined,
  consent: Consent,
): Promise<Stored> {
  const plain = () => Promise.resolve();
  const text = (around: Kept["around"]) =>
    stackFile(stack, draft, { ...kept, around: { ...around, ...kept.around } });
  const without = async (reason: string, made = false): Promise<Stored> => ({
    files: await writeStackFile(root, stack, text({}), plain),
    ...{ password: false, stack: made, reason },
  });
  if (cli === undefined) return await without("there is no Pulumi CLI on PATH");

  const ready = await readyStack(cli, kept, consent);
  if (typeof ready === "string") return await without(ready);
  const { around, open } = ready;
  const files = await writeStackFile(root, stack, text(around), async (file) => {
    if (nasPassword !== undefined) await open.storeSecret("nasPassword", nasPassword, file);
  });
  return {
    ...{ files, password: nasPassword !== undefined, stack: true },
    ...(nasPassword === undefined ? { reason: "no password was given" } : {}),
  };
}

/** The stack in the backend and how it encrypts; a text says why it is not there. */
async function readyStack(
  cli: PulumiStack,
  kept: Kept,
  consent: Consent,
): Promise<{ around: Kept["around"]; open: PulumiStack } | string> {
  let backend: string;
  let there: boolean;
  try {
    backend = await cli.backend();
    there = await cli.exists();
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll("\n", " ") : String(error);
  }
  if (!there && !(await consent.create(backend))) return "the stack was not made";
  const passphrase = await consent.passphrase(backend, !there);
  const open = passphrase === undefined ? cli : cli.withPassphrase(passphrase);
  if (!there) return { around: await open.create(), open };
  const known = "encryptionsalt" in kept.around || "secretsprovider" in kept.around;
  return { around: known ? {} : await open.encryption(), open };
}
