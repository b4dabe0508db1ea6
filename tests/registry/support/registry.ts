import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { execa } from "../../../local/execa";
import { tools } from "./tools";

/** A user of a registry. */
export interface RegistryUser {
  readonly username: string;
  readonly password: string;
}

/** A registry on loopback that lets its users alone in. */
export interface RunningRegistry {
  /** Host and port, as the name of an image begins. */
  readonly host: string;
  stop(): Promise<void>;
}

/** Starts a registry on a port that the kernel chooses, with everything it keeps below `folder`. */
export async function startRegistry(folder: string, user: RegistryUser): Promise<RunningRegistry> {
  const env = await tools();
  await mkdir(folder, { recursive: true });
  // The password by standard input: the hash is bcrypt, the only one the registry takes.
  const { stdout: line } = await execa("htpasswd", ["-niB", user.username], {
    env,
    input: user.password,
  });
  await writeFile(join(folder, "htpasswd"), line);
  await writeFile(join(folder, "config.json"), JSON.stringify(configuration(folder)));
  const registry = spawn("docker-registry", ["serve", join(folder, "config.json")], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { host: await listening(registry), stop: () => ended(registry) };
}

/** JSON is YAML too. */
function configuration(folder: string): object {
  return {
    version: "0.1",
    log: { level: "info", formatter: "json", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, "images") } },
    http: { addr: "127.0.0.1:0" },
    auth: { htpasswd: { realm: "registry", path: join(folder, "htpasswd") } },
  };
}

/** The address that the registry says it listens at. */
async function listening(registry: ChildProcess): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [registry.stdout, registry.stderr])
      if (stream !== null)
        createInterface({ input: stream }).on("line", (line) => {
          said.push(line);
          const [, host] = /listening on (127\.0\.0\.1:\d+)/.exec(line) ?? [];
          if (host !== undefined) resolve(host);
        });
    registry.once("error", reject);
    registry.once("exit", () => {
      reject(new Error(`expected the registry to listen, got its end\n${said.join("\n")}`));
    });
  });
}

async function ended(registry: ChildProcess): Promise<void> {
  if (registry.exitCode !== null || registry.signalCode !== null) return;
  const exit = once(registry, "exit");
  registry.kill("SIGTERM");
  await exit;
}
