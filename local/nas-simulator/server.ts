import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";

import type { Envelope, RawCall } from "./dispatch";
import type { Faults } from "./faults";
import { unquoted } from "./parameters";

/** What the HTTP server needs of the NAS behind it. */
export interface ServerParts {
  readonly key: Buffer;
  readonly certificate: Buffer;
  readonly faults: Faults;
  /** Answers a Web API call. */
  readonly answer: (call: RawCall) => Promise<Envelope>;
  /** Answers a request below `/simulator/`; undefined = no such page. */
  readonly administer: (
    verb: string,
    page: string,
    token: string | undefined,
    body: string,
  ) => unknown;
}

const longestBody = 2 ** 20;

/** The HTTPS face of the NAS: `/webapi/<name>.cgi[/<API>]`, always status 200 with an envelope. */
export function httpsServer(parts: ServerParts): Server {
  return createServer({ key: parts.key, cert: parts.certificate }, (request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      console.error(new Date().toISOString(), error);
      if (response.headersSent) response.destroy();
      else send(response, { success: false, error: { code: 100 } });
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
    const token = request.headers["x-simulator-token"];
    const page = parts.administer(
      request.method ?? "",
      admin,
      typeof token === "string" ? token : undefined,
      body,
    );
    if (page === undefined) sendHtml(response, 404);
    else send(response, page);
    return;
  }
  const cgi = /^\/webapi\/((?:query|auth|entry)\.cgi)(?:\/[\w.]+)?$/.exec(url.pathname)?.[1];
  if (cgi === undefined) {
    sendHtml(response, 404);
    return;
  }
  const call: RawCall = {
    cgi,
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

/** Answers a call, or fails the way the next fault for it says. */
async function play(parts: ServerParts, call: RawCall, response: ServerResponse): Promise<void> {
  const { faults } = parts;
  const api = unquoted(call.fields.get("api")) ?? "";
  const fault = faults.take(api, unquoted(call.fields.get("method")) ?? "");
  switch (fault?.effect) {
    case undefined:
      send(response, await parts.answer(call));
      return;
    case "code":
      send(response, { success: false, error: { code: fault.code } });
      return;
    case "http500":
      sendHtml(response, 500);
      return;
    case "html":
      sendHtml(response, 200);
      return;
    case "hang":
      await faults.held();
      send(response, await parts.answer(call));
      return;
    case "hang-after-commit": {
      const envelope = await parts.answer(call);
      await faults.held();
      send(response, envelope);
      return;
    }
    case "drop-before":
      response.destroy();
      return;
    case "drop-after-commit":
      await parts.answer(call);
      response.destroy();
      return;
    case "success-but-noop":
      send(response, { success: true, ...(fault.data === undefined ? {} : { data: fault.data }) });
      return;
    case "refused-but-created":
      await parts.answer(call);
      send(response, { success: false, error: { code: fault.code } });
      return;
  }
}

function send(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": 'application/json; charset="UTF-8"' });
  response.end(JSON.stringify(value));
}

function sendHtml(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "text/html" });
  response.end(
    "<!doctype html><title>Synology DiskStation</title><p>Sorry, the page is not found.",
  );
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
