/** What a key of a configuration needs; a key that is not listed is one Jenkins does not start with. */
export interface KnownKey {
  /** Plugin that brings the key; absent for what Jenkins itself brings. */
  readonly plugin?: string;
  /** First version of Jenkins, or of the plugin, without the key. */
  readonly removedIn?: string;
  /** What to write instead of a removed key. */
  readonly instead?: string;
  /** Keys below it, where these are known one by one. */
  readonly keys?: Readonly<Record<string, KnownKey>>;
}

const core: KnownKey = {};
const by = (plugin: string): KnownKey => ({ plugin });
const each = (names: string): Record<string, KnownKey> =>
  Object.fromEntries(names.split(" ").map((name) => [name, core]));

const container: KnownKey = {
  keys: each(
    "name image command args ttyEnabled workingDir privileged runAsUser runAsGroup alwaysPullImage envVars ports livenessProbe resourceRequestCpu resourceRequestMemory resourceRequestEphemeralStorage resourceLimitCpu resourceLimitMemory resourceLimitEphemeralStorage shell",
  ),
};

const template: KnownKey = {
  keys: {
    ...each(
      "id inheritFrom name namespace label nodeUsageMode nodeSelector serviceAccount hostNetwork runAsUser runAsGroup supplementalGroups instanceCap instanceCapStr slaveConnectTimeout slaveConnectTimeoutStr idleMinutes idleMinutesStr activeDeadlineSeconds activeDeadlineSecondsStr agentContainer agentInjection yaml yamls yamlMergeStrategy inheritYamlMergeStrategy showRawYaml podRetention workspaceVolume volumes envVars annotations imagePullSecrets nodeProperties schedulerName",
    ),
    containers: container,
  },
};

const kubernetes: KnownKey = {
  plugin: "kubernetes",
  keys: {
    ...each(
      "name serverUrl serverCertificate skipTlsVerify namespace jenkinsUrl jenkinsTunnel credentialsId containerCap containerCapStr maxRequestsPerHostStr connectTimeout readTimeout retentionTimeout waitForPodSec webSocket directConnection usageRestricted restrictedPssSecurityContext garbageCollection podLabels podRetention traits jnlpregistry addMasterProxyEnvVars defaultsProviderTemplate useJenkinsProxy",
    ),
    templates: template,
  },
};

/**
 * Keys of a configuration that this stack may write, by where they stand; lists are seen through.
 *
 * @see https://github.com/jenkinsci/configuration-as-code-plugin/tree/master/demos
 */
export const knownKeys: Readonly<Record<string, KnownKey>> = {
  jenkins: {
    keys: {
      ...each(
        "mode numExecutors slaveAgentPort markupFormatter globalNodeProperties systemMessage labelString quietPeriod scmCheckoutRetryCount disableRememberMe projectNamingStrategy disabledAdministrativeMonitors noUsageStatistics primaryView proxy views viewsTabBar updateCenter nodes nodeMonitors myViewsTabBar log",
      ),
      crumbIssuer: {
        keys: {
          standard: {
            keys: {
              excludeClientIPFromCrumb: {
                removedIn: "2.543",
                instead: "leave the crumb issuer out: the protection is on without it",
              },
            },
          },
        },
      },
      remotingSecurity: {
        removedIn: "2.326",
        instead: "leave it out: agents cannot reach into the controller any more",
      },
      securityRealm: {
        keys: { local: core, none: core, ldap: by("ldap"), oic: by("oic-auth") },
      },
      authorizationStrategy: {
        keys: {
          loggedInUsersCanDoAnything: core,
          unsecured: core,
          roleBased: by("role-strategy"),
          globalMatrix: by("matrix-auth"),
          projectMatrix: by("matrix-auth"),
        },
      },
      clouds: { keys: { kubernetes } },
    },
  },
  security: {
    keys: {
      apiToken: core,
      contentSecurityPolicy: core,
      queueItemAuthenticator: core,
      gitHostKeyVerificationConfiguration: by("git-client"),
      globalJobDslSecurityConfiguration: by("job-dsl"),
      scriptApproval: by("script-security"),
    },
  },
  unclassified: {
    keys: {
      location: core,
      buildDiscarders: {
        keys: {
          configuredBuildDiscarders: {
            keys: {
              jobBuildDiscarder: core,
              simpleBuildDiscarder: core,
              defaultBuildDiscarder: by("build-discarder"),
            },
          },
        },
      },
      globalConfigFiles: by("config-file-provider"),
      globalLibraries: by("pipeline-groovy-lib"),
      globalUntrustedLibraries: by("pipeline-groovy-lib"),
      giteaServers: by("gitea"),
      lockableResourcesManager: by("lockable-resources"),
      mailer: by("mailer"),
      prometheusConfiguration: by("prometheus"),
      sonarGlobalConfiguration: by("sonar"),
      timestamper: by("timestamper"),
    },
  },
  appearance: {
    keys: { consoleUrlProvider: core, pipelineGraphView: by("pipeline-graph-view") },
  },
  tool: { keys: { sonarRunnerInstallation: by("sonar") } },
  credentials: { plugin: "credentials" },
  jobs: { plugin: "job-dsl" },
};
