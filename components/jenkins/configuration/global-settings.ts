import type {
  ConfigurationSettings,
  DiscardSettings,
  LibrarySettings,
  MailerSettings,
} from "./settings";
import { SecretReference } from "./yaml";

/** Where the credential of the mail server is mounted: Jenkins wants its password itself, not the credential's id. */
export const mailerSecretPath = "/run/secrets/mailer";

/** Environment of every build, on whatever agent. */
export function globalEnvironment(variables: ConfigurationSettings["environment"]): object {
  const env = Object.entries(variables).map(([key, value]) => ({ key, value }));
  return env.length === 0 ? {} : { globalNodeProperties: [{ envVars: { env } }] };
}

/**
 * Which hosts the Git plugin trusts: those of the list, or those of the user's own file on the home. A host that
 * neither knows is refused.
 *
 * Its command line tool reads every line. Its own client passes over those of authorities: what that one reaches needs
 * a key in the list, too.
 */
export function gitHosts(approvedHostKeys: readonly string[]): object {
  const strategy =
    approvedHostKeys.length === 0
      ? "knownHostsFileVerificationStrategy"
      : {
          manuallyProvidedKeyVerificationStrategy: {
            approvedHostKeys: approvedHostKeys.join("\n"),
          },
        };
  return {
    security: { gitHostKeyVerificationConfiguration: { sshHostKeyVerificationStrategy: strategy } },
  };
}

/** Discards old builds of every job, beside what a job says itself (C-24). */
export function buildDiscarders(limits: DiscardSettings | undefined): object | undefined {
  if (limits === undefined) return undefined;
  const names = {
    daysToKeepStr: limits.days,
    numToKeepStr: limits.builds,
    artifactDaysToKeepStr: limits.artifactDays,
    artifactNumToKeepStr: limits.artifactBuilds,
  };
  const logRotator = Object.fromEntries(
    Object.entries(names).flatMap(([key, limit]) =>
      // The plugin wants texts.
      limit === undefined ? [] : [[key, String(limit)]],
    ),
  );
  return {
    unclassified: {
      buildDiscarders: {
        configuredBuildDiscarders: [
          "jobBuildDiscarder",
          { simpleBuildDiscarder: { discarder: { logRotator } } },
        ],
      },
    },
  };
}

/** Shared libraries, fetched with Git. */
export function libraries(described: ConfigurationSettings["libraries"]): object | undefined {
  const entries = Object.entries(described);
  return entries.length === 0
    ? undefined
    : { unclassified: { globalLibraries: { libraries: entries.map(library) } } };
}

function library([name, settings]: readonly [string, LibrarySettings]): object {
  const { repository, version, credentials, implicit, allowVersionOverride } = settings;
  return {
    name,
    defaultVersion: version,
    implicit,
    allowVersionOverride,
    includeInChangesets: true,
    retriever: {
      modernSCM: {
        scm: {
          git: {
            remote: repository,
            ...(credentials === undefined ? {} : { credentialsId: credentials }),
          },
        },
      },
    },
  };
}

/** The mail server. The sender is the address of the administrator. */
export function mailer(settings: MailerSettings | undefined): object | undefined {
  if (settings === undefined) return undefined;
  const { server, port, encryption, replyTo, credentials } = settings;
  const secret = (key: string) => new SecretReference(`readFile:${mailerSecretPath}/${key}`);
  return {
    unclassified: {
      mailer: {
        smtpHost: server,
        smtpPort: String(port),
        useSsl: encryption === "tls",
        useTls: encryption === "startTls",
        charset: "UTF-8",
        ...(replyTo === undefined ? {} : { replyToAddress: replyTo }),
        ...(credentials === undefined
          ? {}
          : { authentication: { username: secret("username"), password: secret("password") } }),
      },
    },
  };
}
