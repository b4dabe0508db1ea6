import { setTimeout as sleep } from "node:timers/promises";

import { Failure } from "../../nas/failure";
import { send, withoutQuery, type HttpRequest } from "../http";
import type { Report } from "../jenkins/quiet";
import type { SnapshotWords } from "../snapshot-name";
import type { Retention, SnapshotTarget, TakenSnapshot } from "./target";

/** Requests that take a snapshot; as in `upgrades.snapshot.http`. `{name}` and `{description}` stand for the snapshot's. */
export interface SnapshotHttp {
  readonly url: string;
  readonly method: "POST" | "PUT";
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Header whose value is the token. */
  readonly secretHeader?: string | undefined;
  readonly token?: string | undefined;
  /** Statuses that mean that it was taken. */
  readonly statuses: readonly number[];
  /** Statuses that mean that there is one of this name already. */
  readonly existsStatuses: readonly number[];
  readonly certificateAuthority?: string | undefined;
  readonly timeoutSeconds: number;
  /** What tells when it is complete. Default: the answer to the request does. */
  readonly poll?: { readonly url: string; readonly contains: string } | undefined;
}

/** A snapshot over HTTP, e.g. of Longhorn. Which ones it keeps is the storage's own business. */
export class HttpTarget implements SnapshotTarget {
  /** @param pause milliseconds between two looks; tests give less */
  constructor(
    private readonly http: SnapshotHttp,
    private readonly report: Report,
    private readonly pause = 2000,
  ) {}

  async take(
    words: SnapshotWords,
    _retention?: Retention,
    ended?: AbortSignal,
  ): Promise<TakenSnapshot> {
    const { method, statuses, existsStatuses, poll } = this.http;
    const body = filled(this.http.body, words, (text) => JSON.stringify(text).slice(1, -1));
    const { status } = await send({ ...this.#request(this.http.url, words), method, body, ended });
    if (![...statuses, ...existsStatuses].includes(status))
      throw new Failure(
        "failed",
        `upgrades.snapshot.http: expected status ${statuses.join(" or ")} of ${method} ${withoutQuery(this.http.url)}, got ${status}`,
      );
    if (poll !== undefined) await this.#complete(words, poll, ended);
    this.report(
      existsStatuses.includes(status)
        ? `snapshot ${words.name} is there from an earlier run`
        : `took snapshot ${words.name} over HTTP`,
    );
    return { name: words.name };
  }

  async #complete(
    words: SnapshotWords,
    poll: { readonly url: string; readonly contains: string },
    ended?: AbortSignal,
  ): Promise<void> {
    const wanted = filled(poll.contains, words, (text) => text);
    const deadline = performance.now() + this.http.timeoutSeconds * 1000;
    for (;;) {
      const { status, body } = await send({ ...this.#request(poll.url, words), ended });
      if (status === 200 && body.includes(wanted)) return;
      if (performance.now() >= deadline)
        throw new Failure(
          "failed",
          `upgrades.snapshot.http.poll: expected ${JSON.stringify(wanted)} in the answer of ${withoutQuery(poll.url)} within ${this.http.timeoutSeconds} s, got status ${status} without it`,
        );
      await sleep(this.pause, undefined, ended && { signal: ended }).catch((error: unknown) => {
        ended?.throwIfAborted();
        throw error;
      });
    }
  }

  #request(url: string, words: SnapshotWords): HttpRequest {
    const { headers, secretHeader, token, certificateAuthority, timeoutSeconds } = this.http;
    return {
      setting: "upgrades.snapshot.http",
      url: filled(url, words, encodeURIComponent),
      headers: {
        ...headers,
        ...(secretHeader === undefined || token === undefined ? {} : { [secretHeader]: token }),
      },
      certificateAuthority,
      timeoutMilliseconds: timeoutSeconds * 1000,
    };
  }
}

/** A template with the words in the places that name them, written as the place needs it. */
function filled(template: string, words: SnapshotWords, write: (text: string) => string): string {
  return template.replaceAll(/\{(name|description)\}/g, (_, word: "name" | "description") =>
    write(words[word]),
  );
}
