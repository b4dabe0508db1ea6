import type { PodRetention } from "../../internal/agent-template";
import { defaultTemplate, type TemplateSettings } from "../../internal/described-agent";

/** What Jenkins is told about itself, beside its agents. Equal to the section `configuration` of the settings. */
export interface ConfigurationSettings {
  /** Sender of mails, and whom to ask. */
  readonly adminAddress?: string;
  /** Whether a change is loaded into the running controller or starts it anew. */
  readonly onChange: "reload" | "restart";
  /** Builds on the controller itself, where they can read its secrets: off unless there is a reason (D-01). */
  readonly controllerBuilds?: { readonly executors: number; readonly reason: string };
  /** Minutes after which a build is aborted, whatever it waits for; 0 for never (D-17). */
  readonly buildTimeoutMinutes: number;
  /** Old builds that are discarded in every job; without it jobs keep what they say themselves (C-24). */
  readonly discardBuilds?: DiscardSettings;
  /** Environment of every build; never a secret. */
  readonly environment: Readonly<Record<string, string>>;
  /** Shared pipeline libraries, by the name pipelines use. */
  readonly libraries: Readonly<Record<string, LibrarySettings>>;
  /** Mail server; without one Jenkins sends nothing. */
  readonly mailer?: MailerSettings;
  /** Folders, by full name. */
  readonly folders: Readonly<Record<string, FolderSettings>>;
  /** Pipelines of one branch, by full name. */
  readonly pipelines: Readonly<Record<string, PipelineSettings>>;
  /** Projects with a pipeline for every branch, by full name. */
  readonly multibranch: Readonly<Record<string, MultibranchSettings>>;
  /** What becomes of folders and jobs that were declared and are not any more (C-32). */
  readonly undeclaredJobs: "keep" | "delete";
  /** Groovy files of the project that Jenkins runs at its start (C-33). */
  readonly initGroovy: readonly string[];
}

/** Limits beyond which builds are discarded; each absent one is none. */
export interface DiscardSettings {
  readonly days?: number;
  readonly builds?: number;
  readonly artifactDays?: number;
  readonly artifactBuilds?: number;
}

/** A shared library in a Git repository. */
export interface LibrarySettings {
  readonly repository: string;
  /** Branch, tag or commit that pipelines get unless they ask for another one. */
  readonly version: string;
  /** Id of the credential that reads the repository. */
  readonly credentials?: string;
  /** Whether every pipeline loads it without asking. */
  readonly implicit: boolean;
  /** Whether pipelines may ask for another version. */
  readonly allowVersionOverride: boolean;
}

/** A mail server. */
export interface MailerSettings {
  readonly server: string;
  readonly port: number;
  readonly encryption: "none" | "startTls" | "tls";
  readonly replyTo?: string;
  /** Id of the credential, a user name and password, with which Jenkins logs in. */
  readonly credentials?: string;
}

/** What people see of a folder or job. */
export interface ItemSettings {
  readonly displayName?: string;
  readonly description?: string;
}

/** A folder. */
export interface FolderSettings extends ItemSettings {
  /**
   * Whether jobs in it, and in folders within it, may use the agents of a cloud whose usage is restricted.
   *
   * @default false
   */
  readonly agents?: boolean;
}

/** A pipeline of one branch. */
export interface PipelineSettings extends ItemSettings {
  readonly repository: string;
  readonly branch: string;
  readonly script: string;
  readonly credentials?: string;
  /** When it runs by itself, in Jenkins' own cron syntax. */
  readonly schedule?: string;
}

/** A project with a pipeline for every branch of a repository. */
export interface MultibranchSettings extends ItemSettings {
  /** Any Git server; exactly one of this and `gitHub`. */
  readonly repository?: string;
  readonly gitHub?: GitHubSettings;
  readonly credentials?: string;
  readonly script: string;
  /** How often the repository is looked at, e.g. `1h`. */
  readonly scanInterval: string;
  /** What is kept of branches that are gone. */
  readonly orphans: { readonly days: number; readonly branches: number };
}

/** A repository on GitHub. */
export interface GitHubSettings {
  readonly owner: string;
  readonly repository: string;
  /** Whether pull requests of the repository's own branches are built. */
  readonly pullRequests: boolean;
  /** Whose pull requests from forks are built: code of strangers runs on the agents otherwise. */
  readonly forks: {
    readonly trust: "none" | "permission" | "contributors" | "nobody";
    readonly reason?: string;
  };
}

/** Agents and the cloud that starts them. Equal to the section `agents` of the settings. */
export interface AgentSettings {
  readonly cloud: CloudSettings;
  /** Kinds of agents, by name. `default` replaces the one that is always there. */
  readonly templates: Readonly<Record<string, TemplateSettings>>;
}

/** How the cloud talks to its cluster and its agents. */
export interface CloudSettings {
  /** How agents connect: to the agent listener, or through the controller's web address (C-22). */
  readonly transport: "tcp" | "webSocket";
  readonly connectTimeoutSeconds: number;
  readonly readTimeoutSeconds: number;
  readonly retentionTimeoutMinutes: number;
  readonly waitForPodSeconds: number;
  /** @default - four for each pod the cloud may start, 32 at least */
  readonly maxRequestsPerHost?: number;
  readonly podRetention: PodRetention;
  readonly garbageCollectionSeconds: number;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly usageRestricted: boolean;
  readonly restrictedPodSecurity: boolean;
  /** Template from which every other pod takes the fields it does not set; `none` for no template. */
  readonly defaultsTemplate: string;
}

/** What a stack gets that sets nothing of the section `configuration`. */
export const plainConfiguration: ConfigurationSettings = {
  onChange: "reload",
  buildTimeoutMinutes: 1440,
  environment: {},
  libraries: {},
  folders: {},
  pipelines: {},
  multibranch: {},
  undeclaredJobs: "keep",
  initGroovy: [],
};

/** What a stack gets that sets nothing of the section `agents`. */
export const plainAgents: AgentSettings = {
  cloud: {
    transport: "tcp",
    connectTimeoutSeconds: 5,
    readTimeoutSeconds: 15,
    retentionTimeoutMinutes: 5,
    waitForPodSeconds: 600,
    podRetention: "never",
    garbageCollectionSeconds: 300,
    podLabels: {},
    usageRestricted: false,
    restrictedPodSecurity: false,
    // Pods that pipelines define have a node selector from nowhere else.
    defaultsTemplate: defaultTemplate,
  },
  templates: {},
};
