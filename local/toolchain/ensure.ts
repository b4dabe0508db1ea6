import { join } from "node:path";
import { runBuild } from "./build";
import { withBuildLock } from "./build-lock";
import type { Build } from "./builds";
import { cacheFolder, cacheKey, isComplete, removeUnfinished } from "./cache";
import { findGo } from "./go";
import { findOnPath, VersionAnswers } from "./path-search";

/** One tool that is ready to use. */
export interface ReadyTool {
  /** Absolute path. */
  readonly path: string;
  readonly version: string;
  /** On PATH, or built by us. */
  readonly origin: "path" | "cache";
}

/** How tools are looked for and built. */
export interface EnsureOptions {
  /** Receives one line of progress that replaces the last one. */
  readonly report?: (text: string) => void;
  /** Reports each command too; default false. */
  readonly verbose?: boolean;
  /** Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where the Go command is looked for after PATH; default: where its own instructions install it. */
  readonly goFolders?: readonly string[];
}

const isMissing = <Name extends string>(
  build: Build<Name>,
  ready: ReadonlyMap<Name, ReadyTool>,
): boolean => build.tools.some(({ name }) => !ready.has(name));

async function addCached<Name extends string>(
  builds: readonly Build<Name>[],
  cache: string,
  ready: Map<Name, ReadyTool>,
): Promise<void> {
  for (const build of builds) {
    if (!isMissing(build, ready)) continue;
    const folder = join(cache, await cacheKey(build));
    if (!(await isComplete(folder, build))) continue;
    for (const { name } of build.tools) {
      if (ready.has(name)) continue;
      ready.set(name, { path: join(folder, name), version: build.version, origin: "cache" });
    }
  }
}

/** The tools that are ready, from PATH first, then from the cache; builds nothing. */
export async function findTools<Name extends string>(
  builds: readonly Build<Name>[],
  env: NodeJS.ProcessEnv,
): Promise<Map<Name, ReadyTool>> {
  const cache = cacheFolder(env);
  const answers = await VersionAnswers.load(join(cache, "versions.json"));
  const ready = new Map<Name, ReadyTool>();
  for (const [name, { path, version }] of await findOnPath(builds, answers, env)) {
    ready.set(name, { path, version: version ?? "", origin: "path" });
  }
  await answers.save();
  await addCached(builds, cache, ready);
  return ready;
}

/** Makes every tool of a table ready: PATH, else cache, else built from its pinned module, one at a time. */
export async function ensureTools<Name extends string>(
  builds: readonly Build<Name>[],
  { report = () => undefined, verbose = false, env = process.env, goFolders }: EnsureOptions = {},
): Promise<Record<Name, ReadyTool>> {
  const ready = await findTools(builds, env);
  const lacking = builds.filter((build) => isMissing(build, ready));
  if (lacking.length > 0) {
    const cache = cacheFolder(env);
    const names = lacking.map(({ name }) => name);
    const go = await findGo(env, names, goFolders);
    await withBuildLock(cache, names.join(", "), report, async () => {
      await removeUnfinished(cache);
      // Whoever held the lock before may have built what was lacking a moment ago.
      await addCached(lacking, cache, ready);
      for (const build of lacking) {
        if (!isMissing(build, ready)) continue;
        await runBuild(build, await cacheKey(build), { go, cache, env, report, verbose });
        await addCached([build], cache, ready);
      }
    });
  }
  return Object.fromEntries(ready) as Record<Name, ReadyTool>;
}
