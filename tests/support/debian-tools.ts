import { createHash } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";

import { execa } from "../../local/execa";
import {
  executableFolders,
  missingPackages,
  type RequiredPackage,
} from "../../local/packages/required";
import { cacheFolder, createUnfinished, finish } from "../../local/toolchain/cache";

/** Environment in which tools of Debian packages are found. */
export type ToolEnvironment = Readonly<Record<string, string>>;

/**
 * Real tools for a suite, from this machine or unpacked into the cache: nothing is installed, because many a package
 * starts its daemon, and some would take over what runs the machine.
 *
 * @param suite whose tools they are, part of the folder's name
 * @returns `PATH` with all of them, and `UNPACKED`, the folder of those that this machine lacks, where there are any
 * @throws with apt-get's words when a package cannot be had
 */
export async function debianTools(
  suite: string,
  packages: readonly RequiredPackage[],
): Promise<ToolEnvironment> {
  const system = [...executableFolders(), "/lib/systemd"];
  const missing = await missingPackages(packages, system);
  if (missing.length === 0) return environmentOf(system);
  const folder = join(cacheFolder(process.env), `${suite}-packages-${hashOf(missing)}`);
  const found = async () => {
    const unpacked = ["usr/sbin", "usr/bin", "sbin", "bin", "lib/systemd"].map((part) =>
      join(folder, part),
    );
    const folders = [...system, ...unpacked];
    return (await missingPackages(packages, folders)).length === 0 ? folders : undefined;
  };
  if ((await found()) === undefined) await unpack(suite, missing, folder);
  const folders = await found();
  if (folders === undefined)
    throw new Error(`expected ${names(missing)} to be complete in ${folder}, got files missing`);
  return environmentOf(folders, folder);
}

/** Downloads the packages with what they need and this machine lacks, and unpacks them without running anything. */
async function unpack(
  suite: string,
  missing: readonly RequiredPackage[],
  folder: string,
): Promise<void> {
  const cache = cacheFolder(process.env);
  await mkdir(cache, { recursive: true });
  const unfinished = await createUnfinished(cache, `${suite}-packages`);
  const archives = join(unfinished, "var/archives");
  await mkdir(join(archives, "partial"), { recursive: true });
  const download = [
    "apt-get install --download-only --yes --no-install-recommends",
    `-o Dir::Cache::archives='${archives}' -o Debug::NoLocking=1`,
    missing.map(({ name }) => name).join(" "),
  ].join(" ");
  const downloaded = await execa(
    "sh",
    ["-c", `${download} || { apt-get update && ${download}; }`],
    { all: true, reject: false },
  );
  if (downloaded.failed)
    throw new Error(
      `expected the Debian packages ${names(missing)} or their content on PATH, got\n${downloaded.all.trim()}`,
    );
  for (const file of await readdir(archives))
    if (file.endsWith(".deb"))
      await execa("dpkg-deb", ["--extract", join(archives, file), unfinished]);
  await finish(unfinished, folder);
}

async function environmentOf(
  folders: readonly string[],
  unpacked?: string,
): Promise<ToolEnvironment> {
  const path = { PATH: folders.join(delimiter) };
  if (unpacked === undefined) return path;
  const libraries: string[] = [];
  for (const parent of ["usr/lib", "lib"]) {
    const entries = await readdir(join(unpacked, parent)).catch(() => []);
    libraries.push(
      ...entries
        .filter((name) => name.endsWith("-linux-gnu"))
        .flatMap((name) => [join(unpacked, parent, name), join(unpacked, parent, name, "systemd")]),
    );
  }
  return {
    ...path,
    LD_LIBRARY_PATH: libraries.join(delimiter),
    GI_TYPELIB_PATH: libraries.map((folder) => join(folder, "girepository-1.0")).join(delimiter),
    PYTHONPATH: join(unpacked, "usr/lib/python3/dist-packages"),
    UNPACKED: unpacked,
  };
}

/** Another list of packages is another folder, so that no list finds the content of another. */
function hashOf(missing: readonly RequiredPackage[]): string {
  return createHash("sha256").update(JSON.stringify(missing)).digest("hex").slice(0, 12);
}

function names(missing: readonly RequiredPackage[]): string {
  return missing.map(({ name }) => name).join(", ");
}
