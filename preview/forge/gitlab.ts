import { z } from "zod";

import { pages, through, type Forge, type ForgeAccess } from "./forge";

const note = z.looseObject({
  id: z.number(),
  body: z.string().default(""),
  author: z.looseObject({ username: z.string() }),
});
const user = z.looseObject({ username: z.string() });

/** GitLab, where a pull request is a merge request and a comment a note. @see https://docs.gitlab.com/api/notes/ */
export function gitLab(access: ForgeAccess): Forge {
  const { api, tokenName, patienceSeconds = 30 } = access;
  const headers = { "private-token": access.token, "user-agent": "jenkins-stack" };
  const permission = "the scope `api` and the role Reporter or higher in this project";
  const ask = through({ api, headers, tokenName, permission, patienceSeconds });
  const notes = (pull: number) =>
    `/projects/${encodeURIComponent(access.repository)}/merge_requests/${pull}/notes`;
  return {
    limit: 1_000_000,
    authors: async () => {
      if (access.author !== undefined) return [access.author];
      const { body } = await ask({ method: "GET", path: "/user" });
      return [user.parse(body).username];
    },
    comments: async (pull) =>
      z
        .array(note)
        .parse(await pages(ask, notes(pull), "?per_page=100"))
        .map(({ id, body, author }) => ({ id, body, author: author.username })),
    create: async (pull, body) => {
      await ask({ method: "POST", path: notes(pull), body: { body } });
    },
    update: async (pull, id, body) => {
      await ask({ method: "PUT", path: `${notes(pull)}/${id}`, body: { body } });
    },
  };
}
