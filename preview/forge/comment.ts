import { commentBody, marker } from "./body";
import { ForgeFailure } from "./failure";
import type { Forge } from "./forge";
import { patiently, type Wait } from "./patience";

/** What became of the comment. */
export type Outcome = "created" | "updated" | "unchanged";

/** What is posted, and where. */
export interface Posting {
  readonly stack: string;
  /** Number of the pull request. */
  readonly pull: number;
  /** Markdown; whatever is too long for the forge is cut. */
  readonly report: string;
}

/**
 * Posts the report of a stack: the comment it already has is updated, so that there is one however often this runs.
 *
 * @throws ForgeFailure when the forge refuses, or does not answer for longer than anybody would wait
 */
export function postComment(
  forge: Forge,
  { stack, pull, report }: Posting,
  wait: Wait,
): Promise<Outcome> {
  const body = commentBody(stack, report, forge.limit);
  // The whole of it is tried again: a comment may have been created although no answer came.
  return patiently(wait, async () => {
    const authors = await forge.authors();
    // Another's comment is never taken for this one: whoever wrote it could change it afterwards.
    const own = (await forge.comments(pull)).find(
      (comment) => comment.body.startsWith(marker(stack)) && authors.includes(comment.author),
    );
    if (own === undefined) {
      await forge.create(pull, body);
      return "created";
    }
    if (own.body.trim() === body.trim()) return "unchanged";
    await forge.update(pull, own.id, body);
    return "updated";
  });
}

/**
 * The pull request that a run was about, told by its branch and commit: a run for a fork is not told its number.
 *
 * @param head `<owner>:<branch>`
 * @param commit commit that the run saw
 * @throws ForgeFailure when there is none: it was closed, or its branch has moved on and another run follows
 */
export async function pullOf(
  forge: Forge,
  head: string,
  commit: string,
  wait: Wait,
): Promise<number> {
  const { pulls } = forge;
  if (pulls === undefined)
    throw new ForgeFailure(
      "--head: expected GitHub or Gitea, got a forge whose runs know their number; use --pull",
    );
  const found = await patiently(wait, () => pulls(head));
  const match = found.find((pull) => pull.commit === commit);
  if (match !== undefined) return match.number;
  throw new ForgeFailure(
    `--head: expected an open pull request from ${JSON.stringify(head)} at ${JSON.stringify(commit)}, got none; it is closed or has moved on`,
  );
}
