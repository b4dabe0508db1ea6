import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";

import type { AdministrativeRequest } from "./administration";
import type { RawCall } from "./dispatch";
import { play, send, sendFailure, sendHtml, type Stage } from "./play";

/** What the HTTP server needs of the NAS behind it. */
export interface ServerParts extends Stage {
  readonly key: Buffer;
  readonly certificate: Buffer;
  /** Answers a request below `/simulator/`; undefined = no such page. */
  readonly administer: (request: AdministrativeRequest) => Promise<unknown>;
}

const longestBody = 2 ** 20;

/** The HTTPS face of the NAS: `/webapi/<name>.cgi[/<API>]`, always status 200 with an envelope. */
export function httpsServer(parts: ServerParts): Server {
  return createServer({ key: parts.key, cert: parts.certificate }, (request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      console.error(new Date().toISOString(), error);
      sendFailure(response);
    });
  });
}

async function handle(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "https://nas");
  const body = await bodyOf(request);
  const admin = /^\/simulator\/([a-z-]+)$/.exec(url.pathname)?.[1];
  if (admin !== undefined) {
    const page = await parts.administer({
      verb: request.method ?? "",
      page: admin,
      query: url.searchParams,
      token: headerOf(request, "x-simulator-token"),
      body,
      afterwards: (task) => response.once("finish", task),
    });
    if (page === undefined) sendHtml(response, 404);
    else send(response, page);
    return;
  }
  const path = /^\/webapi\/((?:query|auth|encryption|entry)\.cgi)(?:\/([\w.]+))?$/.exec(
    url.pathname,
  );
  if (path?.[1] === undefined) {
    sendHtml(response, 404);
    return;
  }
  const call: RawCall = {
    cgi: path[1],
    pathApi: path[2],
    fields: new Map([...url.searchParams, ...new URLSearchParams(body)]),
    cookies: cookiesOf(request),
    tokenHeader: headerOf(request, "x-syno-token"),
    address: request.socket.remoteAddress ?? "",
    setCookie: (name, value) => {
      response.appendHeader("set-cookie", `${name}=${value}; path=/; secure; HttpOnly`);
    },
  };
  await play(parts, call, response);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) throw new Error(`request: expected at most ${longestBody} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

function cookiesOf(request: IncomingMessage): ReadonlyMap<string, string> {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
  return new Map(
    pairs.flatMap((pair): [string, string][] => {
      const separator = pair.indexOf("=");
      return separator < 0 ? [] : [[pair.slice(0, separator), pair.slice(separator + 1)]];
    }),
  );
}
