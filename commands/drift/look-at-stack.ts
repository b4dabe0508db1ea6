import { join } from "node:path";

import { clusterApi } from "../../cluster-api";
import {
  declaredJenkins,
  lookAtJenkins,
  lookAtNas,
  lookAtObjects,
  recordedObjects,
  together,
  type Look,
} from "../../drift";
import { networkOptions, requestsFor } from "../nas/requests";
import { stackCli } from "../nas/stack-cli";
import { storedStack, type StoredStack } from "../nas/stored-stack";
import { jenkinsAddress } from "./jenkins-address";

/**
 * Looks at everything a stack has made.
 *
 * @param root project root
 * @param instance folder of the local platform; default its usual one
 * @throws Failure `request` for settings that are wrong; Error when the cluster does not answer
 */
export async function lookAtStack(
  root: string,
  stack: string,
  instance: string | undefined,
): Promise<Look> {
  const cli = await stackCli(root, stack, process.env, instance);
  const [stored, exported] = await Promise.all([
    storedStack(cli, stack, root),
    cli(["stack", "export", "--show-secrets"]),
  ]);
  const objects = recordedObjects(exported);
  const { cluster } = stored.sections;
  const api = clusterApi(join(root, cluster.kubeconfig), cluster.context);
  try {
    return together(
      await Promise.all([
        nas(stored),
        lookAtObjects(api, objects),
        jenkins(stored, exported, declaredJenkins(objects, stored.sections.jenkins.namespace)),
      ]),
    );
  } finally {
    api.close();
  }
}

async function nas(stored: StoredStack): Promise<Look> {
  if (Object.keys(stored.sections.storage.luns).length === 0)
    return { differences: [], skipped: [] };
  // `nas drift` sends no password of CHAP, so none is read.
  const requests = await requestsFor("drift", undefined, stored, () => Promise.resolve([]));
  return await lookAtNas(requests, networkOptions("drift", [], stored.sections));
}

async function jenkins(
  stored: StoredStack,
  exported: string,
  declared: ReturnType<typeof declaredJenkins>,
): Promise<Look> {
  if (stored.sections.jenkins.maintenance)
    return { differences: [], skipped: ["Jenkins: stopped by jenkins.maintenance"] };
  return await lookAtJenkins(await jenkinsAddress(stored, exported), declared);
}
