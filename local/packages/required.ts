import { existsSync } from "node:fs";
import { access, constants, readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** A Debian package and the files that show that its content is there, whoever installed it. */
export interface RequiredPackage {
  readonly name: string;
  /** Names of executables. */
  readonly executables: readonly string[];
  /** Files in the folder of an architecture's libraries, `/usr/lib/<triplet>`. Default none. */
  readonly libraries?: readonly string[];
}

/** What the NAS simulator and the initiator that checks it run on. */
export const requiredPackages: readonly RequiredPackage[] = [
  { name: "tgt", executables: ["tgtd", "tgtadm"] },
  { name: "libiscsi-bin", executables: ["iscsi-ls", "iscsi-inq", "iscsi-readcapacity16"] },
  { name: "openssl", executables: ["openssl"] },
];

/** What the tests use beside that: real servers and tools that the stack's files and scripts are for. */
export const testPackages: readonly RequiredPackage[] = [
  { name: "qemu-utils", executables: ["qemu-img"] },
  { name: "qemu-block-extra", executables: [], libraries: ["qemu/block-iscsi.so"] },
  { name: "e2fsprogs", executables: ["mkfs.ext4"] },
  { name: "curl", executables: ["curl"] },
  { name: "groovy", executables: ["groovy", "java"] },
];

/** Where the architectures' library folders are. */
const libraryFolder = "/usr/lib";

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

async function hasLibrary(name: string): Promise<boolean> {
  const entries = await readdir(libraryFolder).catch(() => []);
  return entries.some((triplet) => existsSync(join(libraryFolder, triplet, name)));
}

/** The packages of which an executable is in none of the folders, or a library in no architecture's folder. */
export async function missingPackages(
  packages: readonly RequiredPackage[],
  folders: readonly string[],
): Promise<RequiredPackage[]> {
  const present = await Promise.all(
    packages.map(async ({ executables, libraries = [] }) => {
      const found = await Promise.all([
        ...executables.map((name) => hasExecutable(name, folders)),
        ...libraries.map(hasLibrary),
      ]);
      return found.every((is) => is);
    }),
  );
  return packages.filter((_, index) => !present[index]);
}
