import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

import {
  imageScript,
  installScript,
  listPath,
  pluginList,
} from "../../../components/jenkins/plugins/install-script";
import type { LockedPlugin } from "../../../components/jenkins/plugins/plugin-set";
import { markerFile } from "../../../components/internal/migrated-home";
import { ShellFolder, type ShellResult } from "../../support/shell";

/** What the plugin tool of the image does: it empties the folder and downloads what the list names. */
const pluginTool = [
  'echo "$*" >> $ROOT/calls',
  'while [ "$1" != --plugin-download-directory ]; do',
  '  if [ "$1" = --plugin-file ]; then list=$2; fi',
  "  shift",
  "done",
  'rm -rf "$2"; mkdir "$2"',
  'while IFS=: read -r id version; do echo "$id $version" > "$2/$id.jpi"; done < "$list"',
].join("\n");

/** A plugin whose checksum is that of what the stand-in downloads. */
export function locked(id: string, version: string): LockedPlugin {
  return { id, version, sha256: createHash("sha256").update(`${id} ${version}\n`).digest("hex") };
}

/** A Jenkins home on which the scripts of the init container really run, in the shell of this machine. */
export class ScriptedHome {
  private readonly shell: ShellFolder;

  constructor(programs: Readonly<Record<string, string>> = {}) {
    this.shell = new ShellFolder({ "jenkins-plugin-cli": pluginTool, ...programs });
    for (const folder of ["home", "list", "image"]) mkdirSync(this.path(folder));
  }

  /** Says what the lock holds from now on. */
  lock(...plugins: LockedPlugin[]): void {
    for (const [file, content] of Object.entries(pluginList(plugins)))
      writeFileSync(this.path(`list/${file}`), content);
  }

  /** Replaces a program from now on. */
  program(name: string, script: string): void {
    writeFileSync(this.path(`bin/${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** The plugin tool with something to follow its work; `$2` is the folder it downloaded to. */
  toolThen(script: string): void {
    this.program("jenkins-plugin-cli", `${pluginTool}\n${script}`);
  }

  install(): ShellResult {
    return this.run(installScript(this.path("home")).replaceAll(listPath, this.path("list")));
  }

  useImage(): ShellResult {
    return this.run(imageScript(this.path("home")), { REF: this.path("image") });
  }

  write(file: string, content = ""): void {
    mkdirSync(this.path("home/plugins"), { recursive: true });
    writeFileSync(this.path(`home/plugins/${file}`), content);
  }

  /** Puts a plugin into the image. */
  bake(file: string): void {
    writeFileSync(this.path(`image/plugins/${file}`), "");
  }

  /** Has the home be one that a migration has copied. */
  mark(content: string): void {
    writeFileSync(this.path(`home/${markerFile}`), content);
  }

  /** Takes a plugin off the home. */
  delete(file: string): void {
    rmSync(this.path(`home/plugins/${file}`));
  }

  /** Content of every file in the plugins' folder, by name; folders and what the scripts note are left out. */
  plugins(): Record<string, string> {
    const folder = this.path("home/plugins");
    return Object.fromEntries(
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
        .map(({ name }) => [name, readFileSync(`${folder}/${name}`, "utf8").trim()] as const)
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  }

  /** How often the plugin tool ran. */
  downloads(): number {
    const calls = this.path("calls");
    return existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n").length : 0;
  }

  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  has(file: string): boolean {
    return existsSync(this.path(file));
  }

  path(relative: string): string {
    return this.shell.path(relative);
  }

  remove(): void {
    this.shell.remove();
  }

  private run(script: string, environment: Readonly<Record<string, string>> = {}): ShellResult {
    return this.shell.run(script, { JENKINS_VERSION: "2.580.1", ...environment });
  }
}
