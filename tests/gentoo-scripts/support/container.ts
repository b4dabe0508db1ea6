import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { asPortage, give } from "./portage-user";

/** What a program of the container did. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A folder that is a container's file system to the scripts: the paths they name lie below it. The programs are real but
 * for the stand-ins, which act as Portage was measured to act.
 */
export class ContainerFolder {
  readonly root = mkdtempSync(join(tmpdir(), "jenkins-stack-gentoo-"));
  readonly #environment: Readonly<Record<string, string>>;

  /**
   * @param standIns shell scripts by the name of the program
   * @param environment where real programs are found; this system's own by default
   */
  constructor(
    standIns: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>> = { PATH: "/usr/bin:/bin" },
  ) {
    give(this.root);
    const PATH = `${this.path("/stand-ins")}:${environment["PATH"] ?? ""}`;
    this.#environment = { ...environment, PATH };
    for (const [name, script] of Object.entries(standIns))
      this.write(`/stand-ins/${name}`, `#!/bin/sh\n${script}\n`, 0o755);
    this.folder("/stand-ins");
  }

  /** Where a path of the container really is. */
  path(inside: string): string {
    return this.root + inside;
  }

  folder(inside: string): void {
    if (inside === "") return;
    this.folder(dirname(inside) === "/" ? "" : dirname(inside));
    mkdirSync(this.path(inside), { recursive: true });
    give(this.path(inside));
  }

  write(inside: string, content: string, mode = 0o644): void {
    this.folder(dirname(inside));
    writeFileSync(this.path(inside), content);
    chmodSync(this.path(inside), mode);
    give(this.path(inside));
  }

  /** Starts a command as the pod does; paths of the container in it lead into the folder. */
  start(command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const here = (text: string) =>
      text.replaceAll(/(?<![\w./])\/(var|target)\//g, `${this.root}/$1/`);
    const [program, args] = asPortage(command.map(here));
    const child = spawn(program, args, {
      cwd: this.root,
      env: {
        ...this.#environment,
        ROOT: this.root,
        ...Object.fromEntries(
          Object.entries(environment).map(([name, value]) => [name, here(value)]),
        ),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const texts = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (text: string) => (texts[stream] += text));
    const ended: Promise<Ended> = once(child, "close").then(([status]) => ({
      status: status as number | null,
      ...texts,
    }));
    return { printed: () => texts.stdout, ended };
  }

  run(
    command: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    return this.start(command, environment).ended;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
