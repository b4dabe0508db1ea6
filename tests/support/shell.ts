import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a script did. */
export interface ShellResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own in which a container's script really runs, with stand-ins for the programs of its image. */
export class ShellFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "jenkins-stack-shell-"));

  constructor(programs: Readonly<Record<string, string>>) {
    mkdirSync(this.path("bin"));
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(this.path(`bin/${name}`), `#!/bin/sh\n${script}\n`);
      chmodSync(this.path(`bin/${name}`), 0o755);
    }
  }

  path(relative: string): string {
    return join(this.folder, relative);
  }

  run(script: string, environment: Readonly<Record<string, string>> = {}): ShellResult {
    const env = { PATH: `${this.path("bin")}:/usr/bin:/bin`, ROOT: this.folder, ...environment };
    return spawnSync("/bin/sh", ["-c", script], { cwd: this.folder, env, encoding: "utf8" });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
