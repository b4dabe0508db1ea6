import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { stringify } from "yaml";
import { z } from "zod";

import { parseProjectPath } from "../../../stacks/paths";

const cluster = z.looseObject({ kubeconfig: z.string(), context: z.string().optional() });
const nas = z.looseObject({ certificateAuthority: z.string() });

/**
 * Puts placeholders where settings name files that belong to a deploying machine: the kubeconfig, and the authority of
 * the NAS's certificate. A file that is part of the tree stays.
 *
 * @param tree a copy that may be written to
 * @param sections raw values by name, checked by nobody yet
 */
export async function writePlaceholders(
  tree: string,
  sections: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { kubeconfig, context } = cluster.safeParse(sections["cluster"]).data ?? {};
  await place(tree, kubeconfig, kubeconfigText(context));
  const { certificateAuthority } = nas.safeParse(sections["nas"]).data ?? {};
  await place(tree, certificateAuthority, "-----BEGIN CERTIFICATE-----\n");
}

/** A path that leads out of the tree is left for the settings to refuse. */
async function place(tree: string, path: string | undefined, text: string): Promise<void> {
  if (path === undefined || !parseProjectPath(path).ok) return;
  const file = join(tree, path);
  if (existsSync(file)) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** A cluster that answers nobody, with the context the settings ask for. */
function kubeconfigText(context = "placeholder"): string {
  const name = "placeholder";
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    contexts: [{ name: context, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server: "https://cluster.invalid" } }],
    users: [{ name, user: {} }],
  });
}
