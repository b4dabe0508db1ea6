import type { DeclaredItem } from "../configuration/items";
import type { Credential, Credentials } from "./credential";

/** Who may use a credential: every job, or those directly inside of these folders and multibranch projects. */
export type Visibility = "everywhere" | readonly string[];

/**
 * The locations the credentials provider has to know for a scope, sorted.
 *
 * It compares them with the name of the folder around a job, nothing more: a branch of a multibranch project is inside
 * of the project, while the project's own scan is inside of the folder around it. So a project brings its folder, and a
 * folder brings the projects in it; folders inside of folders are not included.
 */
export function storeLocations(
  folders: readonly string[],
  items: readonly DeclaredItem[],
): string[] {
  const projects = items.filter(({ kind }) => kind === "multibranch").map(({ path }) => path);
  const around = folders.filter((folder) => projects.includes(folder)).map(parentOf);
  const inside = projects.filter((project) => folders.includes(parentOf(project)));
  return [...new Set([...folders, ...around, ...inside])].sort();
}

/**
 * The list as the provider reads it: anything else than this very form would open the credential to every job.
 *
 * @see https://github.com/jenkinsci/kubernetes-credentials-provider-plugin
 */
export function locationsText(locations: readonly string[]): string {
  // What the arguments' check lets pass holds neither quotes nor commas; this is the last line of defence.
  if (locations.length === 0 || locations.some((location) => !/^[^'",[\]\s]+$/.test(location)))
    throw new Error("a scope that cannot be written down would be open to every job");
  return `[${locations.map((location) => `'${location}'`).join(", ")}]`;
}

/** Who may use each credential; holds no secret (A-53). */
export function visibilityOf(
  credentials: Credentials,
  items: readonly DeclaredItem[],
): Record<string, Visibility> {
  return Object.fromEntries(
    Object.entries(credentials).map(([id, credential]) => [id, visibility(credential, items)]),
  );
}

function visibility({ folders }: Credential, items: readonly DeclaredItem[]): Visibility {
  return folders === undefined ? "everywhere" : storeLocations(folders, items);
}

/** Full name of the folder around an item; empty at the top level. */
export function parentOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}
