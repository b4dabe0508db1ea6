import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** A Debian package and the executables that show that its content is there, whoever installed it. */
export interface RequiredPackage {
  readonly name: string;
  readonly executables: readonly string[];
}

/** What the NAS simulator and the initiator that checks it run on. */
export const requiredPackages: readonly RequiredPackage[] = [
  { name: "tgt", executables: ["tgtd", "tgtadm"] },
  { name: "libiscsi-bin", executables: ["iscsi-ls", "iscsi-inq", "iscsi-readcapacity16"] },
  { name: "openssl", executables: ["openssl"] },
];

// Daemons are installed where ordinary users have no PATH entry.
const systemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"];

/** The folders to look in: those on PATH and the system's own. */
export function executableFolders(env: NodeJS.ProcessEnv = process.env): string[] {
  const path = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...new Set([...path, ...systemFolders])];
}

async function hasExecutable(name: string, folders: readonly string[]): Promise<boolean> {
  for (const folder of folders) {
    const found = await access(join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

/** The packages of which an executable is in none of the folders. */
export async function missingPackages(
  packages: readonly RequiredPackage[],
  folders: readonly string[],
): Promise<RequiredPackage[]> {
  const present = await Promise.all(
    packages.map(async ({ executables }) => {
      const found = await Promise.all(executables.map((name) => hasExecutable(name, folders)));
      return found.every((is) => is);
    }),
  );
  return packages.filter((_, index) => !present[index]);
}
