import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { buildrootBuildScript } from "../../components/builds/buildroot-build-script";
import { buildrootDecideScript } from "../../components/builds/buildroot-decide-script";
import { buildrootLockScript } from "../../components/builds/buildroot-lock-script";

/** What one build did. */
export interface Build {
  readonly status: number | null;
  /** What the script said, without its name. */
  readonly said: readonly string[];
  readonly errors: readonly string[];
  /** What make was asked to make that changes the output, in order. */
  readonly made: readonly string[];
}

/**
 * Stands in for Buildroot's make: it configures, says which packages are enabled and who uses them, and writes down what
 * it is asked to build or to clean. Packages are enabled by `BR2_PACKAGE_<NAME>=y`, `users/<name>` says who uses one, and
 * `fails` which target fails.
 */
const make = `#!/bin/sh
set -eu
external=
while [ $# -gt 0 ]; do
  case $1 in
  -C) cd "$2"; shift ;;
  O=*) output=\${1#O=} ;;
  BR2_EXTERNAL=*) external=\${1#BR2_EXTERNAL=} ;;
  BR2_DEFCONFIG=*) cp "\${1#BR2_DEFCONFIG=}" "$output/.config" ;;
  BR2_JLEVEL=*) echo "$1" >>"$ROOT/made" ;;
  -* | VARS=* | defconfig) ;;
  *_defconfig) cat configs/"$1" $(echo "$external" | tr : '\\n' | sed 's,$,/configs/'"$1,") >"$output/.config" 2>/dev/null || : ;;
  printvars)
    printf 'PACKAGES='
    for name in busybox curl libcurl openssl zlib host-cmake python python3 glibc; do
      symbol=$(echo "$name" | tr a-z- A-Z_)
      if grep -q "^BR2_PACKAGE_$symbol=y" "$output/.config"; then printf '%s ' "$name"; fi
    done
    if grep -q '^BR2_LINUX_KERNEL=y' "$output/.config"; then printf 'linux '; fi
    if grep -q '^BR2_TARGET_UBOOT=y' "$output/.config"; then printf 'uboot '; fi
    echo ;;
  *-show-recursive-rdepends) cat "$ROOT/users/\${1%-show-recursive-rdepends}" 2>/dev/null || echo ;;
  clean) echo clean >>"$ROOT/made"; rm -rf "$output/build" ;;
  *) echo "$1" >>"$ROOT/made"
    mkdir -p "$output/build"
    if [ "$1" = "$(cat "$ROOT/fails" 2>/dev/null)" ]; then exit 2; fi ;;
  esac
  shift
done
`;

/** A Buildroot checkout, an external tree and a volume, in which the scripts really run. */
export class BuildrootFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "jenkins-stack-buildroot-"));

  constructor() {
    this.write("scripts/build.sh", buildrootBuildScript);
    this.write("scripts/decide.awk", buildrootDecideScript);
    this.write("scripts/with-lock.sh", buildrootLockScript);
    this.write("bin/make", make);
    chmodSync(this.path("bin/make"), 0o755);
    this.write("buildroot/Makefile", "all:\n");
    this.configure("BR2_x86_64=y", "BR2_PACKAGE_BUSYBOX=y", "BR2_PACKAGE_ZLIB=y");
    this.commit("buildroot");
    this.write("tree/external.desc", "name: AIMEE\n");
    this.write("tree/external.mk", "include everything\n");
    this.commit("tree");
    mkdirSync(this.path("cache"));
  }

  /** What the defconfig says from now on, in the external tree: that of Buildroot itself would be another Buildroot. */
  configure(...options: string[]): void {
    this.write("tree/configs/test_defconfig", `${options.join("\n")}\n`);
  }

  /** Runs a build. */
  build(environment: Readonly<Record<string, string>> = {}): Build {
    rmSync(this.path("made"), { force: true });
    const { status, stdout, stderr } = spawnSync("sh", [this.path("scripts/build.sh")], {
      cwd: this.folder,
      env: this.environment(environment),
      encoding: "utf8",
    });
    return {
      status,
      said: lines(stdout).map((line) => line.replace(/^buildroot: /, "")),
      errors: lines(stderr),
      made: existsSync(this.path("made")) ? lines(readFileSync(this.path("made"), "utf8")) : [],
    };
  }

  /** What the second of two builds does after a change; both have to succeed. */
  rebuilt(change: () => void, environment: Readonly<Record<string, string>> = {}): Build {
    assert.equal(this.build().status, 0);
    change();
    const build = this.build(environment);
    assert.deepEqual([build.status, build.errors], [0, []]);
    return build;
  }

  environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      PATH: `${this.path("bin")}:/usr/bin:/bin`,
      ROOT: this.folder,
      BUILDROOT_CACHE: this.path("cache"),
      BUILDROOT_IMAGE: "registry.example/buildroot:1.0.0",
      BUILDROOT_JOBS: "4",
      BUILDROOT_LOCK_SECONDS: "60",
      BR2_DL_DIR: this.path("cache/dl"),
      BR2_CCACHE_DIR: this.path("cache/ccache"),
      BUILDROOT_CONFIGURATION: "test",
      BUILDROOT_SOURCE: "buildroot",
      BUILDROOT_EXTERNAL: "tree",
      BUILDROOT_DEFCONFIG: "test_defconfig",
      BUILDROOT_TARGETS: "all",
      BUILDROOT_CLEAN: "false",
      ...more,
    };
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  /** Makes a folder a checkout, or commits what changed in it. */
  commit(folder: string): void {
    const identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
    for (const args of [
      ["init", "--quiet"],
      ["add", "--all"],
      ["commit", "--quiet", "-m", "change", "--allow-empty"],
    ]) {
      const { status, stderr } = spawnSync("git", [...identity, ...args], {
        cwd: this.path(folder),
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(stderr);
    }
  }

  path(relative: string): string {
    return join(this.folder, relative);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
