import { ForgeFailure, Unavailable } from "./failure";

/** How a forge is spoken to. */
export interface Door {
  /** Its API, without a slash at the end. */
  readonly api: string;
  /** Headers that carry the token, and whatever else every request has. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the token comes from, for messages, e.g. `GITHUB_TOKEN`. */
  readonly tokenName: string;
  /** What the token must be allowed to do, for messages. */
  readonly permission: string;
  /** Seconds until a request is given up. */
  readonly patienceSeconds: number;
}

/** One request, its path below the API. */
export interface Call {
  readonly method: "GET" | "POST" | "PATCH" | "PUT";
  readonly path: string;
  readonly body?: unknown;
}

/** What a forge answered. */
export interface Answer {
  readonly body: unknown;
  /** Query of the next page; absent on the last one. */
  readonly next?: string;
}

/**
 * Sends one request.
 *
 * @throws Unavailable for what may pass: a broken connection, 429, 5xx, GitHub's 403 that says when to come back
 * @throws ForgeFailure for every other answer that is no success
 */
export async function send(door: Door, call: Call): Promise<Answer> {
  const url = `${door.api}${call.path}`;
  const response = await requested(door, call, url);
  const text = await response.text().catch(() => "");
  if (response.ok) {
    const next = nextPage(response.headers.get("link"));
    return { body: json(text, url), ...(next === undefined ? {} : { next }) };
  }
  throw refusal(door, response, url);
}

async function requested(
  { headers, patienceSeconds }: Door,
  { method, body }: Call,
  url: string,
): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A token must not follow wherever an answer points.
      redirect: "manual",
      signal: AbortSignal.timeout(patienceSeconds * 1000),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Unavailable(`${url}: expected an answer, got none (${reason})`, undefined);
  }
}

function refusal(door: Door, { status, headers }: Response, url: string): ForgeFailure {
  const wait = waitSeconds(headers.get("retry-after"));
  if (status >= 500 || status === 429 || (status === 403 && wait !== undefined))
    return new Unavailable(`${url}: expected an answer, got ${status}; run it again later`, wait);
  const { tokenName, permission } = door;
  switch (status) {
    case 401:
      return new ForgeFailure(
        `${tokenName}: expected a token that the forge knows, got one it refuses (401); make a new one`,
        status,
      );
    case 403:
      return new ForgeFailure(
        `${tokenName}: expected a token that may comment, got one that may not (403); it needs ${permission}`,
        status,
      );
    case 404:
      return new ForgeFailure(
        `${url}: expected the pull request, got 404; check repository and number, and that ${tokenName} may see them: it needs ${permission}`,
        status,
      );
    default:
      return new ForgeFailure(
        status >= 300 && status < 400
          ? `${url}: expected an answer, got ${status} to another address; name the repository as it is called now`
          : `${url}: expected success, got ${status}`,
        status,
      );
  }
}

/** Seconds, or a date, which is as good as no word without the forge's clock. */
function waitSeconds(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header.trim()) ? Number(header) : undefined;
}

/** The query alone: what a forge behind a proxy thinks its address is need not be where it answers. */
function nextPage(link: string | null): string | undefined {
  const address = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(link ?? "")?.[1];
  return address === undefined ? undefined : new URL(address, "http://forge.invalid").search;
}

function json(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ForgeFailure(
      `${url}: expected JSON, got ${text.length} characters that are none; check that this is the address of the API`,
    );
  }
}
