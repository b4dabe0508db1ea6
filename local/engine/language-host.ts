import { mkdir, rename, symlink } from "node:fs/promises";
import { join } from "node:path";

import type { Engine } from "./pulumi";

/**
 * Offers the Node language host as a plugin of the instance. The engine looks beside the CLI first, where an
 * official download has its own; a host on PATH counts as ambient and is ignored.
 */
export async function offerLanguageHost({ instance, tools }: Engine): Promise<void> {
  const folder = join(instance.folder, "pulumi/plugins/language-nodejs-v3.68.0");
  await mkdir(folder, { recursive: true });
  const link = join(folder, "pulumi-language-nodejs");
  await symlink(tools["pulumi-language-nodejs"], `${link}.new`);
  await rename(`${link}.new`, link);
}
