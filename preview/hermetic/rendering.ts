import { spawn } from "node:child_process";
import { join } from "node:path";

import type { StackConfiguration } from "./stack-file";

/** One resource that a program asked for. */
export interface RenderedResource {
  readonly urn: string;
  /** Names it had before, as the program says. */
  readonly aliases: readonly string[];
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Whether it was only looked up. */
  readonly read: boolean;
  /** Secrets stand in Pulumi's wrappers. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Paths whose changes the program ignores. */
  readonly ignoreChanges: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** What a program asked for and said, under mocks. */
export interface Rendering {
  readonly resources: readonly RenderedResource[];
  readonly warnings: readonly string[];
  /** Why the program ended early; absent when it did not. */
  readonly error?: string;
}

/** What the process that runs a program is told. */
export interface RenderRequest {
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

const patienceSeconds = 300;

/**
 * Runs the program of a tree in a process of its own, with this working tree's mocks.
 *
 * The process knows the path of executables and nothing else of the environment: no home, no Pulumi, no credential.
 *
 * @param tree a copy with compiled sources, where the settings' paths start
 */
export function render(
  tree: string,
  stack: string,
  { config, secretKeys, fingerprints }: StackConfiguration,
): Promise<Rendering> {
  const request: RenderRequest = { stack, config, secretKeys };
  const child = spawn(
    process.execPath,
    ["--require", join(__dirname, "../../typescript/register.cjs"), join(__dirname, "render.ts")],
    {
      cwd: tree,
      env: { PATH: process.env["PATH"], TZ: "UTC", LC_ALL: "C" },
      stdio: ["pipe", "ignore", "pipe", "pipe"],
      timeout: patienceSeconds * 1000,
      killSignal: "SIGKILL",
    },
  );
  const chunks: Buffer[] = [];
  const said: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => said.push(chunk));
  child.stdio[3]?.on("data", (chunk: Buffer) => chunks.push(chunk));
  // A process that is gone before it read everything says why on its own.
  child.stdin?.on("error", () => undefined).end(JSON.stringify(request));
  return new Promise((resolve) => {
    child.on("error", (error) => {
      resolve(failed(`the renderer did not start: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      const text = Buffer.concat(chunks).toString();
      if (text === "") resolve(failed(ending(code, signal, Buffer.concat(said).toString())));
      else resolve(JSON.parse(withRealNames(text, fingerprints)) as Rendering);
    });
  });
}

/** A tree that cannot be rendered at all. */
export function failed(error: string): Rendering {
  return { resources: [], warnings: [], error };
}

function ending(code: number | null, signal: string | null, said: string): string {
  if (signal === "SIGKILL") return `the program did not end within ${patienceSeconds} s`;
  const last = said.trim().split("\n").slice(-5).join("\n");
  return `the program ended with ${code ?? signal ?? "nothing"}: ${last}`;
}

/** Fingerprints are 40 hexadecimal digits wherever they stand. */
function withRealNames(text: string, fingerprints: Readonly<Record<string, string>>): string {
  return Object.entries(fingerprints).reduce(
    (rest, [placeholder, real]) => rest.replaceAll(placeholder, real),
    text,
  );
}
