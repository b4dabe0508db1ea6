import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { homeFolder } from "../home";
import { endProcess, processTable, startTimeOf } from "../instance";
import type { Build } from "./builds";
import { isExecutable } from "./path-search";

/** The folder of the built tools: below `XDG_CACHE_HOME` when that is absolute, as its specification demands, else `~/.cache`. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const configured = env["XDG_CACHE_HOME"] ?? "";
  const base = isAbsolute(configured) ? configured : join(homeFolder(env), ".cache");
  return join(base, "jenkins-stack", "tools");
}

/** The folder name of a build: its version and a hash of everything that decides the result. */
export async function cacheKey(build: Build<string>): Promise<string> {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum"]) hash.update(await readFile(join(build.folder, file)));
  const { packages, tags, ldflags } = build;
  hash.update(JSON.stringify([packages, tags, ldflags, process.platform, process.arch]));
  return `${build.name}-${build.version}-${hash.digest("hex").slice(0, 12)}`;
}

/** Whether a finished build holds every executable; a folder somebody tampered with is built again. */
export async function isComplete(folder: string, build: Build<string>): Promise<boolean> {
  const present = await Promise.all(
    build.tools.map(({ name }) => isExecutable(join(folder, name))),
  );
  return present.every((executable) => executable);
}

const unfinished = /^\.building-(\d+)-(\d+)-/;

/** A folder that only this process uses; it becomes a finished build by one rename. */
export async function createUnfinished(cache: string, key: string): Promise<string> {
  const startTime = startTimeOf(process.pid) ?? 0;
  const folder = join(cache, `.building-${process.pid}-${startTime}-${key}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Makes an unfinished build the finished one, replacing an incomplete one. */
export async function finish(unfinishedFolder: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await rename(unfinishedFolder, folder);
}

/** Removes what interrupted runs left behind, and ends compilers that still write into it. */
export async function removeUnfinished(cache: string): Promise<void> {
  for (const name of await readdir(cache).catch(() => [])) {
    const [, pid, startTime] = unfinished.exec(name) ?? [];
    if (pid === undefined || startTimeOf(Number(pid)) === Number(startTime)) continue;
    const folder = join(cache, name);
    const writers = processTable().filter(({ command }) =>
      command.some((argument) => argument.startsWith(folder)),
    );
    await Promise.all(writers.map((writer) => endProcess(writer, 1_000)));
    await rm(folder, { recursive: true, force: true });
  }
}
