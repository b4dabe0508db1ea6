import type { JenkinsAddress } from "../../drift";
import { drawnPasswords, type StoredStack } from "../nas/stored-stack";

/**
 * Where the Jenkins of a stack is, with the first administrator's password from its state.
 *
 * @param exported what `pulumi stack export --show-secrets` prints
 * @throws Failure `request` when the stack was not deployed yet
 */
export async function jenkinsAddress(
  { sections }: StoredStack,
  exported: string,
): Promise<JenkinsAddress> {
  const { url, adminUser: user } = sections.jenkins;
  const [password = ""] = await drawnPasswords(() => Promise.resolve(exported), ["jenkins-admin"]);
  const { certificateAuthority } = sections.upgrades.jenkins;
  return {
    ...{ url, user, password },
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  };
}
