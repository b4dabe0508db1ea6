import { send, type Answer, type Call, type Door } from "./http";

/** A comment of a pull request. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  /** Login name of who wrote it. */
  readonly author: string;
}

/** A pull request that may be the one a run was about. */
export interface PullRequest {
  readonly number: number;
  /** Commit at its head. */
  readonly commit: string;
}

/** One repository on one forge, as far as comments need it. */
export interface Forge {
  /** Characters that a comment may have. */
  readonly limit: number;
  /** Login names that this token's comments may carry. */
  readonly authors: () => Promise<readonly string[]>;
  /** All comments of a pull request. */
  readonly comments: (pull: number) => Promise<readonly Comment[]>;
  readonly create: (pull: number, body: string) => Promise<void>;
  readonly update: (pull: number, id: number, body: string) => Promise<void>;
  /** Open pull requests from a branch, `<owner>:<branch>`; absent where the forge's own runs know their number. */
  readonly pulls?: (head: string) => Promise<readonly PullRequest[]>;
}

/** Where a repository is and how it is opened. */
export interface ForgeAccess {
  /** Address of the API, without a slash at the end. */
  readonly api: string;
  /** `<owner>/<name>`, or a number or path on GitLab. */
  readonly repository: string;
  readonly token: string;
  /** Where the token comes from, for messages. */
  readonly tokenName: string;
  /** Login name the token's comments carry; default what the forge says. */
  readonly author?: string;
  /** Seconds until a request is given up. @default 30 */
  readonly patienceSeconds?: number;
}

const mostPages = 100;

/** Sends requests through one door. */
export function through(door: Door): (call: Call) => Promise<Answer> {
  return (call) => send(door, call);
}

/** Every page of a list. A list without end is cut: no pull request has ten thousand comments. */
export async function pages(
  ask: (call: Call) => Promise<Answer>,
  path: string,
  query: string,
): Promise<unknown[]> {
  const found: unknown[] = [];
  let next: string | undefined = query;
  for (let page = 0; next !== undefined && page < mostPages; page++) {
    const answer: Answer = await ask({ method: "GET", path: `${path}${next}` });
    if (Array.isArray(answer.body)) found.push(...(answer.body as unknown[]));
    next = answer.next;
  }
  return found;
}
