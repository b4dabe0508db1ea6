import { ForgeFailure } from "./failure";
import type { ForgeAccess } from "./forge";

/** Forges that a report can be posted to. Forgejo is spoken to as Gitea. */
export const forges = ["github", "gitea", "gitlab"] as const;

/** One of {@link forges}. */
export type ForgeName = (typeof forges)[number];

/** What a command line says; the rest comes from the variables that the forge's own CI sets. */
export interface Asked {
  readonly forge?: ForgeName | undefined;
  /** Address of the API. */
  readonly api?: string | undefined;
  readonly repository?: string | undefined;
  readonly pull?: number | undefined;
  readonly author?: string | undefined;
  /** Variable that holds the token. */
  readonly tokenVariable?: string | undefined;
}

/** Where to post. */
export interface Destination {
  readonly forge: ForgeName;
  readonly access: ForgeAccess;
  /** Absent where the run was about no pull request that it was told of. */
  readonly pull: number | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

interface Known {
  readonly forge?: ForgeName;
  readonly api?: string | undefined;
  readonly repository?: string | undefined;
  readonly pull?: number | undefined;
}

const tokenVariables: Readonly<Record<ForgeName, readonly string[]>> = {
  github: ["GITHUB_TOKEN"],
  gitea: ["GITEA_TOKEN", "FORGEJO_TOKEN", "GITHUB_TOKEN"],
  gitlab: ["GITLAB_TOKEN"],
};

/**
 * Where a report goes: what is asked for, else what GitHub Actions, Gitea or Forgejo Actions, GitLab CI or a multibranch
 * build of Jenkins say.
 *
 * The token comes from a variable alone: an argument could be read by every process of the machine.
 *
 * @throws ForgeFailure naming every part that nobody said
 */
export function destination(asked: Asked, variables: Variables): Destination {
  const known = runOf(variables);
  const forge = asked.forge ?? known.forge;
  if (forge === undefined)
    throw new ForgeFailure(`--forge: expected one of ${forges.join(", ")}, got nothing; name it`);
  const names = asked.tokenVariable === undefined ? tokenVariables[forge] : [asked.tokenVariable];
  const tokenName = names.find((name) => (variables[name] ?? "") !== "");
  const api = asked.api ?? (known.forge === forge ? known.api : undefined) ?? defaultApi[forge];
  const repository = asked.repository ?? (known.forge === forge ? known.repository : undefined);
  const missing = [
    ...(tokenName === undefined
      ? [
          `${names[0] ?? ""}: expected a token in this variable, got nothing; pass it from the CI's secrets`,
        ]
      : []),
    ...(api === undefined ? ["--api: expected the address of the forge's API, got nothing"] : []),
    ...(repository === undefined ? ["--repository: expected <owner>/<name>, got nothing"] : []),
  ];
  if (api === undefined || repository === undefined || tokenName === undefined)
    throw new ForgeFailure(missing.join("\n"));
  const { author, pull = known.pull } = asked;
  const access: ForgeAccess = {
    api: checkedAddress(api),
    repository,
    token: (variables[tokenName] ?? "").trim(),
    tokenName,
    ...(author === undefined ? {} : { author }),
  };
  return { forge, access, pull };
}

const defaultApi: Readonly<Record<ForgeName, string | undefined>> = {
  github: "https://api.github.com",
  gitea: undefined,
  gitlab: "https://gitlab.com/api/v4",
};

function runOf(variables: Variables): Known {
  // Gitea and Forgejo set GitHub's variables as well.
  if (isSet(variables["GITEA_ACTIONS"]) || isSet(variables["FORGEJO_ACTIONS"]))
    return ofActions("gitea", variables);
  if (isSet(variables["GITHUB_ACTIONS"])) return ofActions("github", variables);
  if (isSet(variables["GITLAB_CI"]))
    return {
      forge: "gitlab",
      api: variables["CI_API_V4_URL"],
      repository: variables["CI_MERGE_REQUEST_PROJECT_ID"] ?? variables["CI_PROJECT_ID"],
      pull: numberOf(variables["CI_MERGE_REQUEST_IID"]),
    };
  return ofChange(variables["CHANGE_URL"]);
}

function ofActions(forge: ForgeName, variables: Variables): Known {
  return {
    forge,
    api: variables["GITHUB_API_URL"],
    repository: variables["GITHUB_REPOSITORY"],
    pull: numberOf(/^refs\/pull\/(\d+)\//.exec(variables["GITHUB_REF"] ?? "")?.[1]),
  };
}

const changes = {
  github: /^(?<host>https?:\/\/[^/]+)\/(?<repository>[^/]+\/[^/]+)\/pull\/(?<pull>\d+)$/,
  gitea: /^(?<host>https?:\/\/.+)\/(?<repository>[^/]+\/[^/]+)\/pulls\/(?<pull>\d+)$/,
  gitlab: /^(?<host>https?:\/\/[^/]+)\/(?<repository>.+)\/-\/merge_requests\/(?<pull>\d+)$/,
} as const;

/** Jenkins knows the address of the pull request, which tells everything else. */
function ofChange(address = ""): Known {
  for (const forge of forges) {
    const { host, repository, pull } = changes[forge].exec(address)?.groups ?? {};
    if (host !== undefined && repository !== undefined)
      return { forge, repository, api: apiOf(forge, host), pull: numberOf(pull) };
  }
  return {};
}

function apiOf(forge: ForgeName, host: string): string {
  switch (forge) {
    case "github":
      return host === "https://github.com" ? "https://api.github.com" : `${host}/api/v3`;
    case "gitea":
      return `${host}/api/v1`;
    case "gitlab":
      return `${host}/api/v4`;
  }
}

/** A token is not sent in clear over a network. */
function checkedAddress(api: string): string {
  const url = URL.canParse(api) ? new URL(api) : undefined;
  const local = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url?.hostname ?? "");
  if (url?.protocol === "https:" || (url?.protocol === "http:" && local))
    return api.replace(/\/+$/, "");
  throw new ForgeFailure(
    `--api: expected an address that starts with https://, got ${JSON.stringify(api)}`,
  );
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "false";
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}
