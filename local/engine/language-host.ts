import { mkdir, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";

import type { EngineTools } from "./environment";

/**
 * Offers the Node language host as a plugin of a PULUMI_HOME. The engine looks beside the CLI first, where an
 * official download has its own; a host on PATH counts as ambient and is ignored.
 */
export async function offerLanguageHost(pulumiHome: string, tools: EngineTools): Promise<void> {
  const folder = join(pulumiHome, "plugins/language-nodejs-v3.68.0");
  await mkdir(folder, { recursive: true });
  const link = join(folder, "pulumi-language-nodejs");
  const staged = `${link}.new`;
  await rm(staged, { force: true });
  await symlink(tools["pulumi-language-nodejs"], staged);
  await rename(staged, link);
}
