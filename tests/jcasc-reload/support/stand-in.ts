import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One answer to a reload; a status of 0 closes the connection without any. */
export interface Answer {
  readonly status: number;
  readonly body?: string;
}

/** One report in the sidecar's log: `configuration <state> <revision> <number>` and, indented after it, why it failed. */
export interface Report {
  readonly state: string;
  readonly revision: string;
  readonly reason: string;
}

/** The plugin's answer to a configuration it refuses. */
export function refusal(message: string): Answer {
  return { status: 500, body: JSON.stringify({ status: "error", message }) };
}

/**
 * Stands for Jenkins with the Configuration as Code plugin, and for the API server with the log of the one container.
 *
 * Answers as the plugin's token endpoint does: 200 without a body, 500 with a JSON object, 401 for a wrong token and
 * 404 without one. It shows what the scripts do, not that Jenkins takes a configuration.
 */
export class StandIn {
  /** Answers to the next reloads; the last one stays. */
  readonly answers: Answer[] = [{ status: 200 }];
  readonly reloads: string[] = [];
  readonly authorizations = new Set<string>();
  /** How often the log was asked for. */
  logRequests = 0;
  /** Whether the login page is there. */
  up = true;
  /** Whether the API server answers. */
  apiUp = true;
  /** What happens while Jenkins loads. */
  whileLoading: () => void = () => undefined;
  private readonly server: Server;
  private readonly waiting: (() => void)[] = [];
  private log = "";

  constructor(
    readonly prefix: string,
    private readonly token: string,
  ) {
    this.server = createServer((request, response) => {
      this.answer(request, response);
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get jenkins(): string {
    return `${this.origin}${this.prefix}`;
  }

  get logAddress(): string {
    return `${this.origin}/api/v1/namespaces/jenkins/pods/jenkins-0/log`;
  }

  /** Resolves as soon as `reached` is true; it is asked after every request. The test's own timeout is the limit. */
  async until(reached: () => boolean): Promise<void> {
    while (!reached()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Everything the log reports. */
  get reports(): readonly Report[] {
    return this.log
      .split(/^(?=configuration )/m)
      .filter((text) => text.startsWith("configuration "))
      .map((text) => {
        const [first = "", ...reason] = text.split("\n");
        const [, state = "", revision = ""] = first.split(" ");
        return { state, revision, reason: state === "failed" ? indented(reason) : "" };
      });
  }

  /** Reports that are not of a start. */
  get outcomes(): readonly Report[] {
    return this.reports.filter(({ state }) => state !== "starting");
  }

  /** One of them, as soon as it is there. */
  async outcome(count = 1): Promise<Report> {
    await this.until(() => this.outcomes.length >= count);
    const found = this.outcomes[count - 1];
    if (found === undefined) throw new Error("no outcome");
    return found;
  }

  /** Begins the log anew, as a container that is started again does. */
  say(text: string): void {
    this.log = text;
    this.wake();
  }

  /** Adds to the log. */
  hear(text: string): void {
    this.log += text;
    this.wake();
  }

  private get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.origin);
    if (pathname === `${this.prefix}/login`) response.writeHead(this.up ? 200 : 503).end();
    else if (pathname === `${this.prefix}/reload-configuration-as-code/`)
      this.reload(request, searchParams.get("casc-reload-token"), response);
    else if (pathname.endsWith("/log")) this.showLog(request, response);
    else response.writeHead(404).end();
    this.wake();
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private reload(request: IncomingMessage, token: string | null, response: ServerResponse): void {
    this.reloads.push(`${request.method ?? ""} ${token ?? ""}`);
    this.whileLoading();
    if (token !== this.token) {
      response.writeHead(401).end();
      return;
    }
    const { status, body = "" } =
      (this.answers.length > 1 ? this.answers.shift() : this.answers[0]) ?? notFound;
    if (status === 0) request.socket.destroy();
    else response.writeHead(status).end(body);
  }

  private showLog(request: IncomingMessage, response: ServerResponse): void {
    this.logRequests += 1;
    this.authorizations.add(request.headers.authorization ?? "");
    if (this.apiUp) response.end(this.log);
    else response.writeHead(503).end();
  }
}

const notFound: Answer = { status: 404 };

/** What is indented. */
function indented(lines: readonly string[]): string {
  return lines
    .filter((line) => line.startsWith("  "))
    .map((line) => line.slice(2))
    .join("\n");
}
