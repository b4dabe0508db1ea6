import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import { Failure } from "../../nas/failure";

/**
 * Looks whether a file can be written before anything takes its time.
 *
 * @param option how the command line calls it
 * @throws Failure `request` for a file that is a folder, or in a folder that is missing or closed
 */
export async function writable(option: string, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const folder = dirname(resolve(file));
  const open = await access(folder, constants.W_OK).then(
    () => stat(folder).then((found) => found.isDirectory()),
    () => false,
  );
  const taken = await stat(file).then(
    (found) => !found.isFile(),
    () => false,
  );
  if (open && !taken) return;
  throw new Failure(
    "request",
    `${option}: expected a file in a folder that can be written to, got ${JSON.stringify(file)}; ${taken ? "name a file" : "make the folder first"}`,
  );
}
