import { access, constants, readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** A Debian package and the files that show that its content is there, whoever installed it. */
export interface RequiredPackage {
  readonly name: string;
  /** Executables looked for on PATH and in the system folders. */
  readonly executables: readonly string[];
  /** Pattern of a module file that qemu loads for a protocol. */
  readonly module?: RegExp;
}

/** What the NAS simulator and the initiator that checks it run on. */
export const requiredPackages: readonly RequiredPackage[] = [
  { name: "tgt", executables: ["tgtd", "tgtadm"] },
  { name: "libiscsi-bin", executables: ["iscsi-ls", "iscsi-inq", "iscsi-readcapacity16"] },
  { name: "qemu-utils", executables: ["qemu-img", "qemu-io"] },
  { name: "qemu-block-extra", executables: [], module: /^block-iscsi\.so$/ },
  { name: "openssl", executables: ["openssl"] },
];

// Daemons are installed where ordinary users have no PATH entry.
const systemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"];

/** Where to look. */
export interface Places {
  readonly executables: readonly string[];
  readonly modules: readonly string[];
}

/** The folders of this machine: PATH and the system folders, and qemu's module folders. */
export async function systemPlaces(env: NodeJS.ProcessEnv = process.env): Promise<Places> {
  const path = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  // Debian keeps modules per architecture, other distributions directly below lib.
  const bases = ["/usr/lib64", "/usr/lib"];
  const nested = await readdir("/usr/lib").catch(() => []);
  bases.push(
    ...nested.filter((name) => name.includes("-linux-")).map((name) => `/usr/lib/${name}`),
  );
  return {
    executables: [...new Set([...path, ...systemFolders])],
    modules: bases.map((base) => join(base, "qemu")),
  };
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

async function hasModule(pattern: RegExp, folders: readonly string[]): Promise<boolean> {
  const listings = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  return listings.flat().some((name) => pattern.test(name));
}

/** The packages of which something is missing. */
export async function missingPackages(
  packages: readonly RequiredPackage[],
  places: Places,
): Promise<RequiredPackage[]> {
  const present = await Promise.all(
    packages.map(async ({ executables, module }) => {
      const found = await Promise.all(
        executables.map((name) => hasExecutable(name, places.executables)),
      );
      if (module !== undefined) found.push(await hasModule(module, places.modules));
      return found.every((is) => is);
    }),
  );
  return packages.filter((_, index) => !present[index]);
}
