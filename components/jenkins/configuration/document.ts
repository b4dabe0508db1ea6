import { agentListenerPort } from "../endpoints";
import { kubernetesCloud, type KubernetesCloudArgs } from "./kubernetes-cloud";
import { SecretReference } from "./yaml";

/** Files of the admin Secret, which are also the names the configuration refers to. */
export const adminKeys = {
  user: "jenkins-admin-user",
  password: "jenkins-admin-password",
} as const;

/** Arguments of {@link configurationDocument}. */
export interface ConfigurationArgs {
  /** Address users see; links, and later single sign-on, depend on it (E-14). */
  readonly url: string;
  readonly cloud: KubernetesCloudArgs;
}

/**
 * Everything Jenkins is told at each start.
 *
 * There is no crumb issuer: its attribute was removed from Jenkins, and naming it keeps the controller from starting.
 * Agent-to-controller security has no switch here, so it stays on (C-15).
 */
export function configurationDocument({ url, cloud }: ConfigurationArgs) {
  return {
    jenkins: {
      // Builds run in pods only, and "agent any" finds a template (D-01, C-19).
      mode: "EXCLUSIVE",
      numExecutors: 0,
      slaveAgentPort: agentListenerPort,
      securityRealm: {
        local: {
          allowsSignup: false,
          users: [
            {
              id: new SecretReference(adminKeys.user),
              password: new SecretReference(adminKeys.password),
            },
          ],
        },
      },
      authorizationStrategy: { loggedInUsersCanDoAnything: { allowAnonymousRead: false } },
      clouds: [{ kubernetes: kubernetesCloud(cloud) }],
    },
    security: {
      apiToken: { creationOfLegacyTokenEnabled: false, tokenGenerationOnCreationEnabled: false },
    },
    unclassified: { location: { url } },
  };
}
