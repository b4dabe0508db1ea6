import { homePath, type PodParts } from "../pod-parts";

/** Contents of Groovy files, by the name Jenkins runs them in the order of. */
export type InitGroovy = Readonly<Record<string, string>>;

const volume = "init-groovy";

/**
 * Groovy files that Jenkins runs at its start (C-33).
 *
 * Mounted where Jenkins reads them, not copied: a file that is no longer named is gone, instead of running for ever
 * from the home.
 */
export function initGroovyParts(files: InitGroovy): PodParts {
  if (Object.keys(files).length === 0) return {};
  return {
    configMaps: { [volume]: files },
    mounts: [{ name: volume, mountPath: `${homePath}/init.groovy.d`, readOnly: true }],
  };
}
