import { readFileSync } from "node:fs";
import { request as overHttp, type IncomingHttpHeaders } from "node:http";
import { request as overHttps } from "node:https";
import { text } from "node:stream/consumers";

import { Failure } from "../nas/failure";

/** One request over HTTP or HTTPS; redirects are not followed. */
export interface HttpRequest {
  /** Setting that the address comes from, for messages. */
  readonly setting: string;
  readonly url: string;
  /** Default GET. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** PEM file of the authority that signed the server's certificate. Default: the public authorities. */
  readonly certificateAuthority?: string | undefined;
  /** Longest wait for the whole answer. Default 30 000. */
  readonly timeoutMilliseconds?: number;
  /** Ends the request; its reason is then thrown. */
  readonly ended?: AbortSignal | undefined;
}

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Sends one request and reads the whole answer, whatever its status.
 *
 * @throws Failure `unreachable` when none arrives; its message holds neither headers nor body
 */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  const {
    setting,
    url,
    method = "GET",
    headers = {},
    body,
    timeoutMilliseconds = 30_000,
  } = request;
  const limit = AbortSignal.timeout(timeoutMilliseconds);
  const signal = request.ended === undefined ? limit : AbortSignal.any([limit, request.ended]);
  const ca = authority(request);
  try {
    return await new Promise<HttpAnswer>((resolve, reject) => {
      const start = url.startsWith("https:") ? overHttps : overHttp;
      const sent = start(
        url,
        {
          method,
          headers: {
            ...headers,
            ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
          },
          // No connection outlives its answer: it would keep the process from ending.
          agent: false,
          signal,
          ...(ca === undefined ? {} : { ca }),
        },
        (answer) => {
          text(answer).then((content) => {
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: content });
          }, reject);
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  } catch (error) {
    request.ended?.throwIfAborted();
    throw new Failure(
      "unreachable",
      `${setting}: expected an answer to ${method} ${withoutQuery(url)}, got ${reasonOf(error, timeoutMilliseconds)}`,
    );
  }
}

function authority({ certificateAuthority, setting }: HttpRequest): string | undefined {
  if (certificateAuthority === undefined) return undefined;
  try {
    return readFileSync(certificateAuthority, "utf8");
  } catch {
    throw new Failure(
      "request",
      `${setting}: expected a PEM file with the authority's certificate, got ${JSON.stringify(certificateAuthority)}, which cannot be read`,
    );
  }
}

/** A query may hold what nobody should read in a log. */
export function withoutQuery(url: string): string {
  return url.replace(/\?.*$/, "");
}

function reasonOf(error: unknown, timeoutMilliseconds: number): string {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  return name === "AbortError" || name === "TimeoutError" || code === "ABORT_ERR"
    ? `none within ${timeoutMilliseconds / 1000} s`
    : (code ?? "a broken connection");
}
