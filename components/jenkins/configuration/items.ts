import type { ConfigurationSettings } from "./settings";

/** A folder or job that the settings declare. */
export interface DeclaredItem {
  /** Full name, e.g. `team/app`. */
  readonly path: string;
  readonly kind: "folder" | "multibranch" | "pipeline";
}

/** The part of the configuration that declares folders and jobs. */
export type JobSettings = Pick<ConfigurationSettings, "folders" | "pipelines" | "multibranch">;

/** Every declared folder and job, sorted by full name, so that what contains another one comes first. */
export function declaredItems(jobs: JobSettings): DeclaredItem[] {
  const kinds = [
    ["folder", jobs.folders],
    ["multibranch", jobs.multibranch],
    ["pipeline", jobs.pipelines],
  ] as const;
  return kinds
    .flatMap(([kind, items]) => Object.keys(items).map((path) => ({ path, kind })))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/**
 * Full names that a credential may be limited to (C-32).
 *
 * A multibranch project is a folder too: its branches look credentials up in it.
 */
export function declaredFolders(jobs: JobSettings): string[] {
  return declaredItems(jobs)
    .filter(({ kind }) => kind !== "pipeline")
    .map(({ path }) => path);
}
