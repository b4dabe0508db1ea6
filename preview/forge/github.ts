import { z } from "zod";

import { ForgeFailure, Unavailable } from "./failure";
import { pages, through, type Forge, type ForgeAccess } from "./forge";

const comment = z.looseObject({
  id: z.number(),
  body: z.string().nullish(),
  user: z.looseObject({ login: z.string() }).nullish(),
});
const pull = z.looseObject({ number: z.number(), head: z.looseObject({ sha: z.string() }) });
const user = z.looseObject({ login: z.string() });

/** How GitHub and those who took over its API differ. */
interface Dialect {
  readonly limit: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly permission: string;
  /** Who speaks for a run's own token, which may not ask who it is. */
  readonly runners: readonly string[];
}

/** GitHub, and GitHub Enterprise Server. @see https://docs.github.com/en/rest/issues/comments */
export function gitHub(access: ForgeAccess): Forge {
  return issueComments(access, {
    limit: 65_536,
    headers: {
      authorization: `Bearer ${access.token}`,
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
    },
    permission: "`pull-requests: write` on this repository",
    runners: ["github-actions[bot]"],
  });
}

/** Gitea and Forgejo. Neither limits a comment; MySQL's smallest text does. @see https://docs.gitea.com/api/ */
export function gitea(access: ForgeAccess): Forge {
  return issueComments(access, {
    limit: 65_535,
    headers: { authorization: `token ${access.token}`, accept: "application/json" },
    permission:
      "the scope `write:issue`, and the right to write to this repository's pull requests",
    runners: ["gitea-actions", "forgejo-actions"],
  });
}

function issueComments(access: ForgeAccess, dialect: Dialect): Forge {
  const { api, tokenName, patienceSeconds = 30 } = access;
  const { limit, permission } = dialect;
  const headers = { ...dialect.headers, "user-agent": "jenkins-stack" };
  const ask = through({ api, headers, tokenName, permission, patienceSeconds });
  const repository = `/repos/${access.repository.split("/").map(encodeURIComponent).join("/")}`;
  return {
    limit,
    authors: async () => {
      if (access.author !== undefined) return [access.author];
      try {
        const { body } = await ask({ method: "GET", path: "/user" });
        return [user.parse(body).login];
      } catch (error) {
        if (!(error instanceof ForgeFailure) || error instanceof Unavailable) throw error;
        if (error.status !== 403 && error.status !== 404) throw error;
        return dialect.runners;
      }
    },
    comments: async (number) => {
      const path = `${repository}/issues/${number}/comments`;
      return z
        .array(comment)
        .parse(await pages(ask, path, "?per_page=100&limit=50"))
        .map(({ id, body, user: who }) => ({ id, body: body ?? "", author: who?.login ?? "" }));
    },
    create: async (number, body) => {
      await ask({
        method: "POST",
        path: `${repository}/issues/${number}/comments`,
        body: { body },
      });
    },
    update: async (_, id, body) => {
      await ask({ method: "PATCH", path: `${repository}/issues/comments/${id}`, body: { body } });
    },
    pulls: async (head) => {
      const query = `?state=open&head=${encodeURIComponent(head)}`;
      return z
        .array(pull)
        .parse(await pages(ask, `${repository}/pulls`, query))
        .map(({ number, head: { sha } }) => ({ number, commit: sha }));
    },
  };
}
