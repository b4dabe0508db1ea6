import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { capabilities } from "../../../components/storage/migration/migration-job";
import { migrationScript } from "../../../components/storage/migration/script";
import type { MigrationPhase } from "../../../components/storage/migration/settings";
import { debianTools } from "../../support/debian-tools";
import { describeFolder, madeHome } from "./home";

/** How a phase ended. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is special about a run. */
export interface RunOptions {
  /** Shell scripts that stand in front of the real programs, by name; they find those in `REAL`. */
  readonly standIns?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

const isRoot = process.getuid?.() === 0;
const marker = ".jenkins-stack-migration";

/**
 * Two real file systems of their own, as the pod sees its volumes: tmpfs in a mount namespace that ends with the test.
 * Scripts run in it as root with the capabilities of the pod and no others.
 */
export class Volumes {
  readonly #base = mkdtempSync(join(tmpdir(), "jenkins-stack-migration-"));
  readonly #holder: ChildProcess;
  readonly #tools: Readonly<Record<string, string>>;

  private constructor(tools: Readonly<Record<string, string>>, oldSize: string, newSize: string) {
    this.#tools = tools;
    for (const folder of ["old", "new", "scratch", "bin"]) mkdirSync(join(this.#base, folder));
    const mount = (folder: string, size: string) =>
      `mount -t tmpfs -o mode=755,${size} ${folder} '${this.inside(folder)}'`;
    const script = `${mount("old", oldSize)} && ${mount("new", newSize)} && echo ready && exec cat`;
    const namespaces = isRoot ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
    this.#holder = spawn("unshare", [...namespaces, "sh", "-c", script], {
      stdio: ["pipe", "pipe", "inherit"],
    });
  }

  /** @param size mount options of the file systems, e.g. `size=1m,nr_inodes=100` */
  static async open({ old = "size=32m", new: fresh = "size=32m" } = {}): Promise<Volumes> {
    const tools = await debianTools("migration", [{ name: "rsync", executables: ["rsync"] }]);
    const volumes = new Volumes(tools, old, fresh);
    await once(volumes.#holder.stdout!, "data");
    return volumes;
  }

  /** Path of a folder or file as the scripts see it. */
  inside(path: string): string {
    return join(this.#base, path);
  }

  /** The same as this process sees it. */
  outside(path: string): string {
    return `/proc/${this.#holder.pid!}/root${this.inside(path)}`;
  }

  /** Runs a shell command on the volumes, with every right. */
  async shell(command: string): Promise<string> {
    const ended = await this.#ended(this.#start(["sh", "-euc", command], {}));
    if (ended.status !== 0) throw new Error(`${command}\n${ended.stderr}`);
    return ended.stdout;
  }

  /** Fills the old volume with a home that has everything in it that a copy may lose. */
  async makeHome(): Promise<void> {
    await this.#python(madeHome, "old");
  }

  /** What is in a volume, by path, but for what is no part of the home. */
  async content(volume: "old" | "new"): Promise<Record<string, unknown>> {
    const printed = await this.#python(describeFolder, volume);
    return JSON.parse(printed) as Record<string, unknown>;
  }

  /** What the marker says, by word; nothing without one. */
  async marked(): Promise<Record<string, string>> {
    const text = await this.shell(`cat '${this.inside(`new/${marker}`)}' 2>/dev/null || true`);
    const lines = text.split("\n").filter((line) => line !== "");
    return Object.fromEntries(lines.map((line) => line.split(" ", 2) as [string, string]));
  }

  /** Starts the script of a phase. */
  start(phase: MigrationPhase, { standIns = {}, environment = {} }: RunOptions = {}): Running {
    const folder = mkdtempSync(this.inside("bin/"));
    for (const [name, script] of Object.entries(standIns))
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const path = this.#tools["PATH"] ?? "";
    const child = this.#start([...podUser, "/bin/sh", "-c", migrationScript(phase)], {
      PATH: `${folder}:${path}`,
      REAL: path,
      OLD: this.inside("old"),
      NEW: this.inside("new"),
      FROM: "jenkins/jenkins",
      SCRATCH: this.inside("scratch"),
      ...environment,
    });
    return {
      ended: this.#ended(child),
      // The group, as the end of a container does.
      kill: () => process.kill(-child.pid!, "SIGKILL"),
    };
  }

  run(phase: MigrationPhase, options?: RunOptions): Promise<Ended> {
    return this.start(phase, options).ended;
  }

  /** Waits until the new volume holds a file whose name fits. */
  async appears(name: RegExp): Promise<void> {
    while (!names(this.outside("new")).some((found) => name.test(found)))
      await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async close(): Promise<void> {
    const closed = once(this.#holder, "close");
    this.#holder.stdin!.end();
    await closed;
    rmSync(this.#base, { recursive: true });
  }

  #python(script: string, volume: string): Promise<string> {
    return this.shell(`cd '${this.inside(volume)}' && python3 - <<'END'\n${script}\nEND`);
  }

  #start(command: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
    const enter = [
      ...["--target", String(this.#holder.pid)],
      ...(isRoot ? ["--mount"] : ["--user", "--preserve-credentials", "--mount"]),
      "--",
    ];
    return spawn("nsenter", [...enter, ...command], {
      detached: true,
      env: { ...this.#tools, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  async #ended(child: ChildProcess): Promise<Ended> {
    const texts = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream]!.setEncoding("utf8").on("data", (text: string) => (texts[stream] += text));
    const [status, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    return { status, signal, ...texts };
  }
}

/** A phase that runs. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** Ends it without a word, as a node that is lost does. */
  readonly kill: () => void;
}

const podUser = [
  "setpriv",
  "--no-new-privs",
  "--inh-caps=-all",
  `--bounding-set=-all,${capabilities.map((name) => `+${name.toLowerCase()}`).join(",")}`,
  "--",
];

function names(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
