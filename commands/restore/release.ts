import { Failure } from "../../nas/failure";
import { JenkinsClient } from "../../upgrade/jenkins/client";
import { drawnPasswords } from "../nas/stored-stack";
import { setQuietStart } from "./controller";
import type { OperatedStack } from "./stack";

const byHand = "cancel it in Jenkins itself: the message on top of every page has a button for it";

/**
 * Lets Jenkins begin builds again: the Jenkins that runs, where it can be asked, and every one that starts later.
 *
 * @param dryRun only says so
 */
export async function release(
  { stored, api, cli }: OperatedStack,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<string> {
  const { jenkins } = stored.sections;
  if (dryRun) return `would let Jenkins at ${jenkins.url} begin builds again; nothing was changed`;
  await setQuietStart(api, jenkins.namespace, undefined);
  const later = "from the next start on, Jenkins begins builds";
  try {
    const [password = ""] = await drawnPasswords(cli, ["jenkins-admin"]);
    const url = jenkins.url.replace(/\/?$/, "/");
    await new JenkinsClient({ url, user: jenkins.adminUser, password }).cancelQuietDown();
    return `Jenkins begins builds again; ${later} as well`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `${later}; the one that runs could not be asked (${error.message}), ${byHand}`;
  }
}
