import { RestoreRefused } from "./failure";
import type { FileSystem, Kind } from "./file-system";

/** What a Jenkins home consists of, as far as a look at it tells. */
export interface FoundHome {
  /** How many jobs and folders of jobs lie at the top. */
  readonly jobs: number;
}

const needed: readonly { readonly path: string; readonly kind: Kind; readonly without: string }[] =
  [
    { path: "/config.xml", kind: "file", without: "Jenkins would start as a new one" },
    {
      path: "/secrets/master.key",
      kind: "file",
      without: "no credential of the home could be read any more",
    },
    { path: "/jobs", kind: "folder", without: "every job and its history would be gone" },
  ];

/**
 * Looks for a Jenkins home at the top of a file system.
 *
 * @throws RestoreRefused with everything that is missing
 */
export async function findHome(files: FileSystem): Promise<FoundHome> {
  const lines: string[] = [];
  for (const { path, kind, without } of needed) {
    const found = await kindAt(files, path);
    const size = found === "file" ? await files.size(path) : undefined;
    if (found !== kind || size === 0)
      lines.push(
        `${path}: expected a ${kind}, got ${found === undefined ? "none" : size === 0 ? "an empty one" : `a ${found}`}; ${without}`,
      );
  }
  if (lines.length > 0)
    throw new RestoreRefused([...lines, "the snapshot holds no whole Jenkins home"].join("\n"));
  const jobs = await files.entries("/jobs");
  const folders = [...(jobs ?? [])].filter(
    ([name, kind]) => kind === "folder" && name !== "." && name !== "..",
  );
  return { jobs: folders.length };
}

async function kindAt(files: FileSystem, path: string): Promise<Kind | undefined> {
  const slash = path.lastIndexOf("/");
  const entries = await files.entries(path.slice(0, slash) || "/");
  return entries?.get(path.slice(slash + 1));
}
