import { isAbsolute, join, relative } from "node:path";
import { openPorts, type Ports } from "./ports";

/** One running local platform in one folder. */
export interface Instance {
  /** Absolute folder. */
  readonly folder: string;
  /** Folder relative to the project root, e.g. ".local": what settings may name. */
  readonly relativeFolder: string;
  /** Chosen once, kept in `ports.json`. */
  readonly ports: Ports;
}

/**
 * Opens an instance, creating its folder and choosing its ports when there is none yet.
 *
 * @param root absolute project root
 * @param relativeFolder folder below the root, default `.local`; a second platform takes `.local-<name>`
 * @throws when the folder lies outside the root or `ports.json` is damaged
 */
export async function openInstance(root: string, relativeFolder = ".local"): Promise<Instance> {
  const folder = join(root, relativeFolder);
  const within = relative(root, folder);
  if (isAbsolute(relativeFolder) || within === "" || within.startsWith("..")) {
    throw new Error(
      `instance folder: expected a folder below the project root, got ${JSON.stringify(relativeFolder)}`,
    );
  }
  return { folder, relativeFolder: within, ports: await openPorts(folder) };
}
