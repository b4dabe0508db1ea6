import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Files } from "../../../components/jenkins/configuration/configuration-files";
import type { StandIn } from "./stand-in";

/** Token of the reload; must appear nowhere but in the request. */
export const reloadToken = "reload-secret-value";
const accountToken = "account-secret-value";

/** How a script ended. */
export interface Ending {
  readonly code: number | null;
  readonly output: string;
}

/** The folders of a pod, in which its scripts really run; `curl` is the real one and notes its arguments. */
export class Pod {
  private readonly folder = mkdtempSync(join(tmpdir(), "jenkins-stack-reload-"));
  private readonly running: ChildProcess[] = [];
  private mounted = 0;

  constructor(private readonly standIn: StandIn) {
    for (const name of ["bin", "account", "token", "notes", "configuration", "mail"])
      mkdirSync(this.path(name));
    writeFileSync(this.path("account/token"), accountToken);
    writeFileSync(this.path("token/token"), reloadToken);
    const curl = `#!/bin/sh\nprintf '%s\\n' "$@" >> ${this.path("arguments")}\nexec /usr/bin/curl "$@"\n`;
    writeFileSync(this.path("bin/curl"), curl, { mode: 0o755 });
    const sleep = `#!/bin/sh\necho >> ${this.path("rounds")}\nexec /bin/sleep "$@"\n`;
    writeFileSync(this.path("bin/sleep"), sleep, { mode: 0o755 });
  }

  /** Replaces the mounted files as the kubelet does: a new folder, and one link that is switched at once. */
  mount(files: Files): void {
    const generation = this.path(`configuration/..${(this.mounted += 1)}`);
    mkdirSync(generation);
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(generation, name), content);
      const link = this.path(`configuration/${name}`);
      if (!existsSync(link)) symlinkSync(join("..data", name), link);
    }
    symlinkSync(generation, this.path("configuration/..new"));
    renameSync(this.path("configuration/..new"), this.path("configuration/..data"));
  }

  /** Replaces the mounted login of the mail server. */
  mountPassword(password: string): void {
    writeFileSync(this.path("new-password"), password);
    renameSync(this.path("new-password"), this.path("mail/password"));
  }

  replaceToken(token: string): void {
    writeFileSync(this.path("token/token"), token);
  }

  /** How often a script has waited. */
  rounds(): number {
    return readFileSync(this.path("rounds"), "utf8").length;
  }

  /** Starts the sidecar: what it prints is its log, which begins anew with every start. */
  startSidecar(
    script: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Ending> {
    this.standIn.say("");
    return this.start(script, environment, (text) => {
      this.standIn.hear(text);
    });
  }

  /** Starts a script as a container of the pod. */
  start(
    script: string,
    environment: Readonly<Record<string, string>> = {},
    heard: (text: string) => void = () => undefined,
  ): Promise<Ending> {
    const child = spawn("/bin/sh", ["-c", script], {
      cwd: this.folder,
      env: { PATH: `${this.path("bin")}:/usr/bin:/bin`, ...this.environment(), ...environment },
    });
    this.running.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        heard(chunk.toString());
      });
    return once(child, "close").then(([code]) => ({ code: code as number | null, output }));
  }

  /** Ends the container that was started last, as the kubelet would. */
  stop(): void {
    this.running.at(-1)?.kill("SIGTERM");
  }

  /** Every argument any `curl` was called with. */
  commandLines(): string {
    return readFileSync(this.path("arguments"), "utf8");
  }

  note(name: string): string {
    return readFileSync(this.path(`notes/${name}`), "utf8");
  }

  path(relative: string): string {
    return join(this.folder, relative);
  }

  async remove(): Promise<void> {
    for (const child of this.running)
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "close");
      }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private environment(): Readonly<Record<string, string>> {
    return {
      JENKINS: this.standIn.jenkins,
      LOG: this.standIn.logAddress,
      CONFIGURATION: this.path("configuration"),
      TOKEN: this.path("token/token"),
      ACCOUNT: this.path("account"),
      NOTES: this.path("notes"),
      SECRET_FILES: this.path("mail/*"),
      INTERVAL: "0.02",
      // Never, unless a test is about it.
      ROUNDS_TO_RETRY: "100000",
      PATIENCE: "5",
    };
  }
}
