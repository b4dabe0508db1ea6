import { closure } from "./closure";
import { lock } from "./plugin-lock";

/** Plugins that a feature of the controller needs of its own; what they need in turn is in the lock (D-02). */
export const pluginFeatures = {
  /** Configuration as code, pipelines, agents in pods, Git and credentials from Secrets: always installed. */
  base: [
    "antisamy-markup-formatter",
    "configuration-as-code",
    "credentials-binding",
    "git",
    "kubernetes",
    "kubernetes-credentials-provider",
    "plain-credentials",
    "ssh-agent",
    "ssh-credentials",
    "workflow-aggregator",
  ],
  buildDiscarders: ["build-discarder"],
  externalAgents: ["swarm"],
  gitHub: ["github-branch-source"],
  gitea: ["gitea"],
  graphView: ["pipeline-graph-view"],
  jobs: ["job-dsl"],
  ldap: ["ldap"],
  locks: ["lockable-resources"],
  mail: ["mailer"],
  managedFiles: ["config-file-provider"],
  matrix: ["matrix-auth"],
  metrics: ["prometheus"],
  openIdConnect: ["oic-auth"],
  roles: ["role-strategy"],
  sonar: ["sonar"],
  stageView: ["pipeline-stage-view"],
  timestamps: ["timestamper"],
  utilities: ["pipeline-utility-steps"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A feature of the controller that plugins bring. */
export type PluginFeature = keyof typeof pluginFeatures;

/** One plugin to install. */
export interface LockedPlugin {
  readonly id: string;
  readonly version: string;
  /** SHA-256 of the file, in hexadecimal, where it is known. */
  readonly sha256?: string;
}

/** Ids of the plugins that features and settings ask for by name, sorted. */
export function pluginRoots(
  features: readonly PluginFeature[],
  extra: readonly string[] = [],
): string[] {
  const wanted: readonly PluginFeature[] = ["base", ...features];
  const roots = [...wanted.flatMap((feature) => pluginFeatures[feature]), ...extra];
  return [...new Set<string>(roots)].sort();
}

/**
 * The plugins to install, dependencies included, sorted by id.
 *
 * @param features what the stack uses; `base` needs not be named
 * @param extra ids of the lock that the settings add
 */
export function pluginSet({
  features,
  extra = [],
}: {
  readonly features: readonly PluginFeature[];
  readonly extra?: readonly string[];
}): LockedPlugin[] {
  return closure(lock, pluginRoots(features, extra)).map((id) => {
    const { version = "", sha256 } = lock.plugins[id] ?? {};
    return sha256 === undefined ? { id, version } : { id, version, sha256 };
  });
}
