import { join } from "node:path";

import { clusterApi, type ClusterApi } from "../../cluster-api";
import type { Surroundings } from "../../nas/verbs/surroundings";
import { processSurroundings } from "../../nas/cli";
import { stackCli, type StackCli } from "../nas/stack-cli";
import { storedStack, type StoredStack } from "../nas/stored-stack";

/** A stack that a command works on, with its settings, its cluster and the way to its NAS. */
export interface OperatedStack {
  readonly root: string;
  readonly name: string;
  readonly stored: StoredStack;
  readonly cli: StackCli;
  readonly api: ClusterApi;
  readonly surroundings: Surroundings;
}

/**
 * Reads the settings of a stack, and works on it; ends the connections whatever comes of the work.
 *
 * @param instance folder of the local platform; default the usual one
 */
export async function onStack<T>(
  name: string,
  instance: string | undefined,
  work: (stack: OperatedStack) => Promise<T>,
): Promise<T> {
  const root = join(__dirname, "../..");
  const cli = await stackCli(root, name, process.env, instance);
  const stored = await storedStack(cli, name, root);
  const { kubeconfig, context } = stored.sections.cluster;
  const api = clusterApi(join(root, kubeconfig), context);
  try {
    return await work({ root, name, stored, cli, api, surroundings: processSurroundings() });
  } finally {
    api.close();
  }
}
