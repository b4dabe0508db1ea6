import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readStackFile } from "../../stacks/plain";

/**
 * Makes the file of a stack: it is drafted elsewhere, read back by the program's own loader, and then put in its place at
 * once, so that whatever interrupts this leaves the file of before. That one is kept beside it with the ending `.bak`.
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
    const backup = (await keep(join(root, name))) ? [`${name}.bak`] : [];
    // In the same folder: a rename from another file system would be a copy.
    const beside = join(root, `.${name}.new`);
    await writeFile(beside, await readFile(draft, "utf8"));
    await rename(beside, join(root, name));
    return [name, ...backup];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function keep(file: string): Promise<boolean> {
  try {
    await copyFile(file, `${file}.bak`);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
