import { constants, copyFile, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readStackFile } from "../../stacks/plain";

/**
 * Makes the file of a stack: it is drafted elsewhere, read back by the program's own loader, and then put in its place at
 * once, so that whatever interrupts this leaves the file of before. That one is kept beside it with
 * the ending `.bak`, and a number where another copy has that name.
 *
 * @param complete changes the draft before it takes its place, such as by storing secrets in it
 * @returns the paths written, relative to the root
 * @throws when the program would refuse the draft
 */
export async function writeStackFile(
  root: string,
  stack: string,
  text: string,
  complete: (file: string) => Promise<void>,
): Promise<readonly string[]> {
  const name = `Pulumi.${stack}.yaml`;
  const folder = await mkdtemp(join(tmpdir(), "jenkins-stack-init-"));
  try {
    const draft = join(folder, name);
    await writeFile(draft, text, { mode: 0o600 });
    const { problems } = readStackFile(folder, stack);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    await complete(draft);
    const backup = await keep(root, name);
    // In the same folder: a rename from another file system would be a copy.
    const beside = join(root, `.${name}.new`);
    await writeFile(beside, await readFile(draft, "utf8"));
    await rename(beside, join(root, name));
    return [name, ...(backup === undefined ? [] : [backup])];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Copies a file beside itself, never over an older copy; returns the copy's name, or nothing where there is no file. */
async function keep(root: string, name: string): Promise<string | undefined> {
  for (let number = 1; ; number += 1) {
    const copy = `${name}.bak${number === 1 ? "" : `.${number}`}`;
    try {
      await copyFile(join(root, name), join(root, copy), constants.COPYFILE_EXCL);
      return copy;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return undefined;
      if (code !== "EEXIST") throw error;
    }
  }
}
