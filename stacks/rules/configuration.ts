import { foldersAround } from "../../components/internal/item-path";
import { declaredItems } from "../../components/jenkins/configuration/items";
import { storeLocations } from "../../components/jenkins/credentials/scope";
import type { Sections } from "../settings";
import { duplicates, rule, type Violation } from "./rule";

type Configuration = Sections["configuration"];

const itemKinds = ["folders", "pipelines", "multibranch"] as const;
const items = itemKinds.map((kind) => `configuration.${kind}`);

/** What the configuration and its jobs must satisfy together (C-32, A-54). */
export const configurationRules = [
  rule<Sections>(items, ({ configuration }) => distinctItems(configuration)),
  rule<Sections>(items, ({ configuration }) => declaredParents(configuration)),
  rule<Sections>(["configuration.multibranch"], ({ configuration }) => oneSource(configuration)),
  rule<Sections>(["configuration.multibranch"], ({ configuration }) => trust(configuration)),
  rule<Sections>(["configuration", "credentials"], knownCredentials),
  rule<Sections>(["configuration.mailer", "configuration.adminAddress"], ({ configuration }) =>
    mailSender(configuration),
  ),
  rule<Sections>(["configuration.buildTimeoutMinutes", "agents.templates"], timeForPods),
  rule<Sections>(["configuration.discardBuilds"], ({ configuration }) => someLimit(configuration)),
];

function distinctItems(configuration: Configuration): Iterable<Violation> {
  return duplicates(
    itemKinds.flatMap((kind) =>
      Object.keys(configuration[kind]).map((path) => ({
        path: ["configuration", kind, path],
        value: path,
      })),
    ),
    "a full name is one folder or one job",
  );
}

function* declaredParents(configuration: Configuration): Generator<Violation> {
  for (const kind of itemKinds)
    for (const path of Object.keys(configuration[kind])) {
      const missing = foldersAround(path).find((folder) => !(folder in configuration.folders));
      if (missing !== undefined)
        yield {
          path: ["configuration", kind, path],
          problem: {
            expected: `a folder around it that configuration.folders has`,
            fix: `declare the folder ${missing}`,
          },
          value: path,
        };
    }
}

function* oneSource({ multibranch }: Configuration): Generator<Violation> {
  for (const [path, { repository, gitHub }] of Object.entries(multibranch))
    if ((repository === undefined) === (gitHub === undefined))
      yield {
        path: ["configuration", "multibranch", path],
        problem: {
          expected: "exactly one of repository and gitHub",
          found: repository === undefined ? "none" : "both",
        },
      };
}

/** Code of strangers runs on the agents: somebody has to have thought about it. */
function* trust({ multibranch }: Configuration): Generator<Violation> {
  for (const [path, { gitHub }] of Object.entries(multibranch))
    if (gitHub !== undefined && gitHub.forks.trust !== "none" && gitHub.forks.reason === undefined)
      yield {
        path: ["configuration", "multibranch", path, "gitHub", "forks", "reason"],
        problem: {
          expected: "a reason why pull requests from forks are built",
          fix: "the code of whoever opens one runs on the agents",
        },
      };
}

function* mailSender({ mailer, adminAddress }: Configuration): Generator<Violation> {
  if (mailer === undefined) return;
  if (adminAddress === undefined)
    yield {
      path: ["configuration", "adminAddress"],
      problem: { expected: "the sender of mails together with configuration.mailer" },
    };
  if (mailer.encryption === "none" && mailer.credentials !== undefined)
    yield {
      path: ["configuration", "mailer", "encryption"],
      problem: {
        expected: "startTls or tls together with credentials",
        fix: "the password travels over this connection",
      },
      value: mailer.encryption,
    };
}

/** A pod that may run longer than any build says nothing. */
function* timeForPods({ configuration, agents }: Sections): Generator<Violation> {
  const { buildTimeoutMinutes: minutes } = configuration;
  if (minutes === 0) return;
  for (const [name, { activeDeadlineSeconds }] of Object.entries(agents.templates))
    if (activeDeadlineSeconds > minutes * 60)
      yield {
        path: ["agents", "templates", name, "activeDeadlineSeconds"],
        problem: {
          expected: `at most ${minutes * 60}, the time of a build`,
          fix: "raise configuration.buildTimeoutMinutes",
        },
        value: activeDeadlineSeconds,
      };
}

function* someLimit({ discardBuilds }: Configuration): Generator<Violation> {
  if (discardBuilds !== undefined && Object.keys(discardBuilds).length === 0)
    yield {
      path: ["configuration", "discardBuilds"],
      problem: {
        expected: "at least one of days, builds, artifactDays, artifactBuilds",
        found: "none",
      },
    };
}

/** A setting that names a credential, and what kind of credential serves there. */
interface CredentialUse {
  readonly path: readonly string[];
  readonly id: string | undefined;
  readonly types: readonly string[];
  /** Folder or project that has to see it; nothing where Jenkins looks it up without a job. */
  readonly seenFrom?: string;
}

function* knownCredentials({ configuration, credentials }: Sections): Generator<Violation> {
  const declared = Object.keys(credentials).join(", ") || "none";
  const items = declaredItems(configuration);
  // A scope reaches further than its folders: a project brings the folder around it, a folder the projects in it.
  const sees = (folders: readonly string[], from: string | undefined) =>
    from !== undefined && storeLocations(folders, items).includes(from);
  for (const { path, id, types, seenFrom } of credentialUses(configuration)) {
    if (id === undefined) continue;
    const credential = credentials[id];
    if (credential === undefined)
      yield { path, problem: { expected: `a credential of credentials (${declared})` }, value: id };
    else if (!types.includes(credential.type))
      yield {
        path,
        problem: { expected: `a credential of type ${types.join(" or ")}` },
        value: id,
      };
    else if (credential.folders !== undefined && !sees(credential.folders, seenFrom))
      yield {
        path,
        problem: {
          expected: `a credential that ${seenFrom === undefined ? "is global" : `the folder ${JSON.stringify(seenFrom)} sees`}`,
          fix: `credentials.${id} is limited to ${credential.folders.join(", ")}`,
        },
        value: id,
      };
  }
}

function* credentialUses(configuration: Configuration): Generator<CredentialUse> {
  const path = (...rest: readonly string[]) => ["configuration", ...rest, "credentials"];
  const { mailer, libraries, pipelines, multibranch } = configuration;
  yield { path: path("mailer"), id: mailer?.credentials, types: ["usernamePassword"] };
  for (const [name, { repository, credentials: id }] of Object.entries(libraries))
    yield { path: path("libraries", name), id, types: typesFor(repository) };
  for (const [name, { repository, credentials: id }] of Object.entries(pipelines)) {
    const seenFrom = foldersAround(name).at(-1);
    const folder = seenFrom === undefined ? {} : { seenFrom };
    yield { path: path("pipelines", name), id, types: typesFor(repository), ...folder };
  }
  for (const [name, { repository, credentials: id }] of Object.entries(multibranch)) {
    const types =
      repository === undefined ? ["gitHubApp", "usernamePassword"] : typesFor(repository);
    yield { path: path("multibranch", name), id, types, seenFrom: name };
  }
}

function typesFor(repository: string): readonly string[] {
  return repository.startsWith("https://") ? ["usernamePassword", "gitHubApp"] : ["sshKey"];
}
