import { copyFile, lstat, mkdir, readdir, readFile, readlink, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { Git } from "./git";

/** Folders that are no part of a program; those of one machine begin with a dot. */
const otherFolders = ["node_modules", "coverage"];

/**
 * What git tracks or would track. What it ignores stays behind, and with it the kubeconfig, `.local/` and whatever else
 * belongs to one machine.
 */
export async function trackedFiles(git: Git): Promise<readonly string[]> {
  return namesIn(await git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]));
}

/** Files of a folder that is no working tree of git, without what belongs to one machine. */
export async function filesBelow(root: string, folder = ""): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || otherFolders.includes(entry.name)) continue;
    found.push(...(entry.isDirectory() ? await filesBelow(root, path) : [path]));
  }
  return found;
}

/**
 * Copies everything but sources.
 *
 * @param root top folder of the working tree
 * @param files paths below it
 */
export async function copyFiles(
  root: string,
  files: readonly string[],
  folder: string,
): Promise<void> {
  const copied = [...new Set(files)].filter((file) => !file.endsWith(".ts"));
  const folders = new Set([folder, ...copied.map((file) => dirname(join(folder, file)))]);
  for (const parent of [...folders].sort()) await mkdir(parent, { recursive: true });
  await Promise.all(copied.map((file) => copyEntry(join(root, file), join(folder, file))));
}

/**
 * Writes the tree of a commit, without the sources of its tests: they are no part of any program, and a third of all
 * files. The index is a file of its own, so the repository stays as it is.
 */
export async function writeCommit(git: Git, commit: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const index = { GIT_INDEX_FILE: `${folder}.index` };
  await git(["read-tree", commit], index);
  const files = namesIn(await git(["ls-files", "-z"], index)).filter(
    (file) => !(file.startsWith("tests/") && file.endsWith(".ts")),
  );
  await git(["checkout-index", "-z", "--stdin", "--quiet", `--prefix=${folder}/`], index, files);
}

/**
 * Gives a tree the installed packages of the working tree.
 *
 * @returns whether they are the ones that the tree's own lock file asks for
 */
export async function linkPackages(root: string, folder: string): Promise<boolean> {
  const packages = join(folder, "node_modules");
  // A link to packages elsewhere is not ignored by a pattern for folders, and so was copied.
  await rm(packages, { recursive: true, force: true });
  await symlink(join(root, "node_modules"), packages);
  const lock = (tree: string) => readFile(join(tree, "package-lock.json"), "utf8").catch(() => "");
  return (await lock(root)) === (await lock(folder));
}

function namesIn(listed: string): string[] {
  return listed.split("\0").filter((file) => file !== "");
}

/** A file that is tracked may be deleted; a submodule is a folder. */
async function copyEntry(from: string, to: string): Promise<void> {
  const entry = await lstat(from).catch(() => undefined);
  if (entry?.isSymbolicLink() === true) await symlink(await readlink(from), to);
  else if (entry?.isFile() === true) await copyFile(from, to);
}
