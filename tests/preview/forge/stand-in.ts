import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import type { ForgeName } from "../../../preview/forge";

/** A comment as the stand-in keeps it. */
export interface KeptComment {
  readonly id: number;
  body: string;
  readonly author: string;
}

/** One answer instead of the right one. `after` lets the request do its work first; `cut` answers nothing at all. */
export interface Fault {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly after?: boolean;
  readonly cut?: boolean;
  /** Requests that it concerns. Default all of them. */
  readonly method?: string;
}

/** Who the token belongs to. */
export const ourselves = "stack-bot";
/** The one token that opens the stand-in. */
export const token = "t0ken-Pa55word";

const perPage = 3;

/**
 * Stands in for one repository of a forge, over real HTTP: comments of pull request 7, in pages of three.
 *
 * Written from the forges' documentation of their API; it shares nothing with the code that it tests.
 */
export class StandIn {
  readonly comments: KeptComment[] = [];
  readonly requests: { method: string; path: string; headers: IncomingMessage["headers"] }[] = [];
  readonly faults: Fault[] = [];
  /** Open pull requests as the list answers them. */
  pulls: object[] = [];
  /** Whether the token may ask who it is. */
  mayAskWho = true;
  private readonly server = createServer((request, response) => {
    void this.serve(request, response);
  });
  private port = 0;

  constructor(private readonly forge: ForgeName) {}

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "::1", resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get api(): string {
    return `http://[::1]:${this.port}${prefixes[this.forge]}`;
  }

  /** Somebody comments. */
  add(author: string, body: string): KeptComment {
    const comment = { id: 100 + this.comments.length, body, author };
    this.comments.push(comment);
    return comment;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = request;
    const body = await text(request);
    this.requests.push({ method, path: url, headers });
    const index = this.faults.findIndex((fault) => (fault.method ?? method) === method);
    const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
    const path = url.startsWith(prefixes[this.forge]) ? url.slice(prefixes[this.forge].length) : "";
    const answer =
      fault === undefined || fault.after === true ? this.answer(method, path, headers, body) : {};
    if (fault?.cut === true) {
      request.socket.destroy();
      return;
    }
    const status = fault?.status ?? answer.status ?? 200;
    response.writeHead(status, { ...answer.headers, ...fault?.headers });
    response.end(JSON.stringify(answer.body ?? { message: "as told" }));
  }

  private answer(
    method: string,
    path: string,
    headers: IncomingMessage["headers"],
    text: string,
  ): { status?: number; body?: unknown; headers?: Record<string, string> } {
    if (headers[credentials[this.forge].header] !== credentials[this.forge].value)
      return { status: 401 };
    const url = new URL(path, "http://forge");
    if (url.pathname === "/user")
      return this.mayAskWho ? { body: this.person(ourselves) } : { status: 403 };
    if (url.pathname === "/repos/acme/jenkins/pulls") return { body: this.pulls };
    const list = lists[this.forge];
    if (url.pathname === list && method === "GET") return this.page(url);
    if (url.pathname === list && method === "POST") {
      const comment = this.add(ourselves, (JSON.parse(text) as { body: string }).body);
      return { status: 201, body: this.shown(comment) };
    }
    const id = Number(url.pathname.split("/").at(-1));
    const comment = this.comments.find((candidate) => candidate.id === id);
    const { verb, folder } = updates[this.forge];
    if (method !== verb || url.pathname !== `${folder}/${id}` || comment === undefined)
      return { status: 404 };
    comment.body = (JSON.parse(text) as { body: string }).body;
    return { body: this.shown(comment) };
  }

  private page(url: URL): { body: unknown; headers: Record<string, string> } {
    const page = Number(url.searchParams.get("page") ?? "1");
    const shown = this.comments.slice((page - 1) * perPage, page * perPage);
    url.searchParams.set("page", String(page + 1));
    // The forge's idea of its own address need not be where it was reached.
    const next = `<https://elsewhere.invalid${url.pathname}${url.search}>; rel="next"`;
    return {
      body: shown.map((comment) => this.shown(comment)),
      headers: page * perPage < this.comments.length ? { link: next } : {},
    };
  }

  private shown({ id, body, author }: KeptComment): object {
    const who = this.person(author);
    return this.forge === "gitlab" ? { id, body, author: who } : { id, body, user: who };
  }

  private person(name: string): object {
    return this.forge === "gitlab" ? { username: name } : { login: name };
  }
}

const prefixes = { github: "", gitea: "/api/v1", gitlab: "/api/v4" } as const;
const lists = {
  github: "/repos/acme/jenkins/issues/7/comments",
  gitea: "/repos/acme/jenkins/issues/7/comments",
  gitlab: "/projects/acme%2Fjenkins/merge_requests/7/notes",
} as const;
const updates = {
  github: { verb: "PATCH", folder: "/repos/acme/jenkins/issues/comments" },
  gitea: { verb: "PATCH", folder: "/repos/acme/jenkins/issues/comments" },
  gitlab: { verb: "PUT", folder: lists.gitlab },
} as const;
const credentials = {
  github: { header: "authorization", value: `Bearer ${token}` },
  gitea: { header: "authorization", value: `token ${token}` },
  gitlab: { header: "private-token", value: token },
} as const;
