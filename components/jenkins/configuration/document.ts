import { listenerPorts } from "../endpoints";
import { buildDiscarders, globalEnvironment, gitHosts, libraries, mailer } from "./global-settings";
import { jobScripts } from "./job-dsl";
import { kubernetesCloud, type KubernetesCloudArgs } from "./kubernetes-cloud";
import type { CloudSettings, ConfigurationSettings } from "./settings";
import { SecretReference } from "./yaml";

/** Files of the admin Secret, which are also the names the configuration refers to. */
export const adminKeys = {
  user: "jenkins-admin-user",
  password: "jenkins-admin-password",
} as const;

/** What Jenkins takes for no port at all; 0 would be any. */
const noListener = -1;

/** Arguments of {@link configurationDocuments}. */
export interface ConfigurationDocumentsArgs {
  /** Address users see; links, and later single sign-on, depend on it (E-14). */
  readonly url: string;
  readonly configuration: ConfigurationSettings;
  /** Lines of known hosts for the Git plugin. */
  readonly approvedHostKeys: readonly string[];
  readonly cloud: KubernetesCloudArgs;
  /** Clouds of teams, each with the folders that may use it. */
  readonly teams: readonly TeamCloudArgs[];
}

/** The cloud of a team. */
export interface TeamCloudArgs extends KubernetesCloudArgs {
  readonly name: string;
  readonly folders: readonly string[];
}

/**
 * Everything Jenkins is told at each start, by file: none says anything about the same key as another one.
 *
 * There is no crumb issuer: its attribute was removed from Jenkins, and naming it keeps the controller from starting;
 * protection against forged requests is on without it. Agent-to-controller security has no switch here, so it stays
 * on (C-15). There is no SSH server: it is a plugin of its own, which is not among ours.
 */
export function configurationDocuments({
  url,
  configuration,
  approvedHostKeys,
  cloud,
  teams,
}: ConfigurationDocumentsArgs) {
  const jobs = jobScripts(configuration, teams);
  const clouds = [cloud, ...teams].map((args) => ({ kubernetes: kubernetesCloud(args) }));
  return {
    "jenkins.yaml": controller(url, configuration, cloud.cloud.transport),
    "cloud-kubernetes.yaml": { jenkins: { clouds } },
    "git.yaml": gitHosts(approvedHostKeys),
    ...present("builds.yaml", buildDiscarders(configuration.discardBuilds)),
    ...present("libraries.yaml", libraries(configuration.libraries)),
    ...present("mail.yaml", mailer(configuration.mailer)),
    ...present("jobs.yaml", jobs.length === 0 ? undefined : jobDocument(jobs)),
  };
}

function controller(
  url: string,
  configuration: ConfigurationSettings,
  transport: CloudSettings["transport"],
) {
  const { adminAddress, controllerBuilds, environment } = configuration;
  return {
    jenkins: {
      // Builds run in pods only, and "agent any" finds a template (D-01, C-19).
      mode: "EXCLUSIVE",
      numExecutors: controllerBuilds?.executors ?? 0,
      slaveAgentPort: listenerPorts(transport)[0] ?? noListener,
      // Descriptions that people write are text: markup would run in the browsers of others.
      markupFormatter: "plainText",
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
      ...globalEnvironment(environment),
    },
    security: {
      apiToken: {
        creationOfLegacyTokenEnabled: false,
        tokenGenerationOnCreationEnabled: false,
        usageStatisticsEnabled: true,
      },
    },
    unclassified: {
      location: { url, ...(adminAddress === undefined ? {} : { adminAddress }) },
    },
  };
}

/** Scripts of other seed jobs need the approval of an administrator; ours come from the settings. */
function jobDocument(scripts: readonly string[]) {
  return {
    jobs: scripts.map((script) => ({ script })),
    security: { globalJobDslSecurityConfiguration: { useScriptSecurity: true } },
  };
}

function present<File extends string>(
  file: File,
  document: object | undefined,
): Partial<Record<File, object>> {
  return document === undefined ? {} : ({ [file]: document } as Partial<Record<File, object>>);
}
