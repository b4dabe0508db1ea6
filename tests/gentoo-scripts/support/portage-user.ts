import { cpSync, lchownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { portageId } from "../../../components/gentoo/repository";
import type { RequiredPackage } from "../../../local/packages/required";
import { debianTools } from "../../support/debian-tools";

const isRoot = process.getuid?.() === 0;
const systemFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/**
 * A command as the pods run it: as Portage's user, who can become nobody else. Without root it runs as whoever runs the
 * tests, who has no more rights than that.
 */
export function asPortage(command: readonly string[]): readonly [string, string[]] {
  const id = String(portageId);
  const user = ["--reuid", id, "--regid", id, "--clear-groups", "--no-new-privs"];
  const [program = "", ...args] = isRoot
    ? ["/usr/bin/setpriv", ...user, "--", ...command]
    : command;
  return [program, args];
}

/** Hands a folder, a file or a link itself to Portage's user. */
export function give(path: string): void {
  if (isRoot) lchownSync(path, portageId, portageId);
}

/** Tools that Portage's user can run. */
export interface PortageTools {
  /** `PATH`, and what else the tools need to be found and to run. */
  readonly environment: Readonly<Record<string, string>>;
  remove(): void;
}

/**
 * Tools of Debian packages for Portage's user, who cannot look into root's home: those that are not this system's own are
 * copied to where everybody can.
 */
export async function portageTools(
  suite: string,
  packages: readonly RequiredPackage[],
): Promise<PortageTools> {
  const found = await debianTools(suite, packages);
  const unpacked = found["UNPACKED"];
  if (unpacked === undefined)
    return { environment: { PATH: systemFolders.join(":") }, remove: () => undefined };
  const copy = mkdtempSync(join(tmpdir(), "jenkins-stack-tools-"));
  cpSync(unpacked, copy, { recursive: true, verbatimSymlinks: true });
  give(copy);
  const folders = ["usr/sbin", "usr/bin", "sbin", "bin"].map((folder) => join(copy, folder));
  return {
    environment: {
      PATH: [...systemFolders, ...folders].join(":"),
      LD_LIBRARY_PATH: (found["LD_LIBRARY_PATH"] ?? "").replaceAll(unpacked, copy),
    },
    remove: () => {
      rmSync(copy, { recursive: true, force: true });
    },
  };
}
