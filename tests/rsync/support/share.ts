import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readinessCommand, rsyncDaemon } from "../../../components/gentoo/rsync-daemon";
import { binaryPackagesPath, repositoriesPath } from "../../../components/gentoo/repository";
import { rsyncdConf, type RsyncDaemon } from "../../../components/gentoo/rsyncd-conf";
import { asPortage, give, type PortageTools } from "../../gentoo-scripts/support/portage-user";
import { eventually } from "../../local/plugins/support/eventually";

/** What the stack's settings say; a test changes what it is about. */
export type Told = Parameters<typeof rsyncDaemon>[0];

/** How a client's rsync ended. */
export interface Transfer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A client that is still at it. */
export interface Running {
  readonly printed: () => string;
  readonly ended: Promise<Transfer>;
}

const usual: Told = { networks: [], password: true, maxConnections: 8, timeoutSeconds: 60 };

/** Password of the one user. */
export const password = "pass word";

/**
 * The real daemon, told what the stack tells it, in a folder that is its pod's file system: the same user, the files
 * laid out as the kubelet lays them out, another port.
 */
export class Share {
  readonly root = mkdtempSync(join(tmpdir(), "jenkins-stack-rsync-"));
  readonly #tools: PortageTools;
  #daemon: ChildProcess | undefined;
  #port = 0;

  constructor(tools: PortageTools) {
    this.#tools = tools;
    chmodSync(this.root, 0o755);
    for (const folder of ["run", "clients"]) this.folder(`/${folder}`);
    this.folder(repositoriesPath);
    this.folder(binaryPackagesPath);
  }

  /** Where a path of the pod really is. */
  path(inside: string): string {
    return this.root + inside;
  }

  folder(inside: string): void {
    let path = this.root;
    for (const part of inside.split("/").slice(1)) {
      path += `/${part}`;
      mkdirSync(path, { recursive: true });
      give(path);
    }
  }

  write(inside: string, content: string): void {
    this.folder(inside.slice(0, inside.lastIndexOf("/")));
    writeFileSync(this.path(inside), content);
    give(this.path(inside));
  }

  /** Starts the daemon and waits until the pod would be ready. */
  async start(told: Partial<Told> = {}): Promise<void> {
    this.#port = await freePort();
    this.configure(rsyncdConf(this.daemon(told)));
    this.clientSecret("password", password);
    await this.launch();
    await eventually("the pod is ready", async () => {
      const { status, stderr } = await this.probe();
      if (status !== 0) throw new Error(`${stderr}${this.log().slice(-2000)}`);
    });
  }

  /** The daemon of the stack, at home in the folder. */
  daemon(told: Partial<Told> = {}): RsyncDaemon {
    const daemon = rsyncDaemon({ ...usual, ...told });
    const modules = Object.entries(daemon.modules).map(([name, module]) => [
      name,
      {
        ...module,
        path: this.path(module.path),
        ...(module.login === undefined
          ? {}
          : { login: { ...module.login, secretsFile: this.path("/secrets/rsyncd.secrets") } }),
      },
    ]);
    return {
      ...daemon,
      port: this.#port,
      files: {
        lock: this.path("/run/rsyncd.lock"),
        pid: this.path("/run/rsyncd.pid"),
        log: this.path("/run/log"),
      },
      modules: Object.fromEntries(modules) as RsyncDaemon["modules"],
    };
  }

  /** Puts files where the kubelet would: behind two links of root's. */
  configure(conf: string): void {
    this.mount("configuration", "rsyncd.conf", conf, 0o644);
    this.mount("secrets", "rsyncd.secrets", `builder:${password}\n`, 0o440);
  }

  /** A password on a client's machine, where a client of root's takes none of another user's. */
  clientSecret(name: string, text: string): string {
    const file = this.path(`/clients/${name}`);
    writeFileSync(file, `${text}\n`, { mode: 0o600 });
    return `--password-file=${file}`;
  }

  /** Runs the daemon without waiting for it. */
  async launch(): Promise<void> {
    const [program, args] = asPortage([
      "rsync",
      "--daemon",
      "--no-detach",
      `--config=${this.path("/configuration/rsyncd.conf")}`,
    ]);
    this.#daemon = spawn(program, args, { env: { ...this.#tools.environment }, stdio: "ignore" });
    await once(this.#daemon, "spawn");
  }

  /** The daemon's exit status, or null while it runs. */
  get exitCode(): number | null {
    return this.#daemon?.exitCode ?? null;
  }

  /** What the pod's readiness probe does. */
  probe(): Promise<Transfer> {
    const [program = "", ...args] = readinessCommand;
    return this.run(
      program,
      args.map((text) => text.replace(":8730/", `:${this.#port}/`)),
    ).ended;
  }

  /** A client's rsync; `rsync://` stands for the daemon's address, with `user@` where there is one. */
  fetch(...args: string[]): Promise<Transfer> {
    return this.begin(args).ended;
  }

  /** A transfer that goes on: what it has printed so far, and its end. */
  begin(args: readonly string[]): Running {
    const address = `rsync://$1localhost:${this.#port}/`;
    return this.run(
      "rsync",
      args.map((text) => text.replace(/^rsync:\/\/(\w+@)?/, address)),
    );
  }

  /** Runs a command as a machine outside would. */
  shell(script: string): Promise<Transfer> {
    return this.run("sh", ["-c", script]).ended;
  }

  /** Port of the running daemon. */
  get port(): number {
    return this.#port;
  }

  log(): string {
    return readFileSync(this.path("/run/log"), "utf8");
  }

  /** Ends the daemon. Told to end, it would wait half a second for its children, which end when their clients do. */
  async remove(): Promise<void> {
    if (this.#daemon?.exitCode === null) {
      const closed = once(this.#daemon, "close");
      this.#daemon.kill("SIGKILL");
      await closed;
    }
    rmSync(this.root, { recursive: true, force: true });
  }

  private run(program: string, args: readonly string[]): Running {
    const child = spawn(program, args, {
      env: { ...this.#tools.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const texts = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (text: string) => (texts[stream] += text));
    const ended = once(child, "close").then(([status]) => ({
      status: status as number | null,
      ...texts,
    }));
    return { printed: () => texts.stdout, ended };
  }

  private mount(name: string, file: string, content: string, mode: number): void {
    const folder = this.path(`/${name}`);
    mkdirSync(join(folder, "..v1"), { recursive: true });
    rmSync(join(folder, "..v1", file), { force: true });
    writeFileSync(join(folder, "..v1", file), content);
    chmodSync(join(folder, "..v1", file), mode);
    give(join(folder, "..v1", file));
    rmSync(join(folder, "..data"), { force: true });
    symlinkSync("..v1", join(folder, "..data"));
    rmSync(join(folder, file), { force: true });
    symlinkSync(`..data/${file}`, join(folder, file));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
