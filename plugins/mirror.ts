import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { Failure } from "./failure";

/** Where everybody finds the plugins of Jenkins. */
export const publicUpdateCentre = "https://updates.jenkins.io";

const key = "jenkins-stack:plugins";
const stackFile = z.object({
  config: z.looseObject({
    [key]: z
      .object({ updateCentre: z.object({ url: z.string().optional() }).optional() })
      .optional(),
  }),
});

/**
 * The update centre that a stack names in `plugins.updateCentre.url`, or the public one (C-03).
 *
 * @throws Failure when there is no such stack
 */
export async function updateCentreOf(root: string, stack: string): Promise<string> {
  const file = `Pulumi.${stack}.yaml`;
  const text = await readFile(join(root, file), "utf8").catch(() => undefined);
  if (text === undefined)
    throw new Failure(`--stack: expected a stack with settings, got no ${file}`);
  const settings = stackFile.safeParse(parse(text)).data;
  return settings?.config[key]?.updateCentre?.url ?? publicUpdateCentre;
}
