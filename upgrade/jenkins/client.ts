import { Failure } from "../../nas/failure";
import { send, withoutQuery, type HttpAnswer, type HttpRequest } from "../http";

/** How a Jenkins is reached, and as whom. */
export interface JenkinsAddress {
  /** With a final slash. */
  readonly url: string;
  /** Somebody who may administer Jenkins. */
  readonly user: string;
  /** Password or API token. */
  readonly password: string;
  /** PEM file of the authority that signed the certificate. Default: the public authorities. */
  readonly certificateAuthority?: string;
}

/** Whether a Jenkins is about to stop, and what it does meanwhile. */
export interface JenkinsState {
  readonly quieting: boolean;
  /** What it was told when it was asked to be quiet; empty where it was told nothing. */
  readonly reason: string;
  /** Executors with work on them. */
  readonly busy: number;
}

/** Statuses of a proxy without a Jenkins behind it, and of a Jenkins that is still starting. */
const absent = new Set([502, 503, 504]);

/** What an upgrade asks a running Jenkins. Nothing but a failure's kind and address ever leaves it: no header, no body. */
export class JenkinsClient {
  /** The crumb and the session it belongs to: a password, unlike a token, needs both to change anything. */
  #session: Readonly<Record<string, string>> | undefined;

  /** @param timeoutMilliseconds longest wait for one answer beyond what is asked of it. Default 30 000 */
  constructor(
    private readonly address: JenkinsAddress,
    private readonly timeoutMilliseconds = 30_000,
  ) {}

  /**
   * Asks Jenkins to start no more builds.
   *
   * @param blockMilliseconds how long Jenkins waits for an end of what would be lost by a restart before it answers.
   *   Default: it answers at once
   * @param ended ends the waiting
   * @see https://github.com/jenkinsci/jenkins/blob/master/core/src/main/java/jenkins/model/Jenkins.java `doQuietDown`
   */
  async quietDown(message: string, blockMilliseconds = 0, ended?: AbortSignal): Promise<void> {
    const query = new URLSearchParams({
      // Cores before 2.414 call it `reason`.
      ...{ message, reason: message },
      ...(blockMilliseconds > 0 ? { block: "true", timeout: String(blockMilliseconds) } : {}),
    });
    await this.#post(`quietDown?${query.toString()}`, blockMilliseconds, ended);
  }

  /** Lets Jenkins start builds again. */
  async cancelQuietDown(): Promise<void> {
    await this.#post("cancelQuietDown");
  }

  /** What Jenkins does. */
  async state(): Promise<JenkinsState> {
    const { quietingDown, quietDownReason } = await this.#json(
      "api/json?tree=quietingDown,quietDownReason",
    );
    const { busyExecutors } = await this.#json("computer/api/json?tree=busyExecutors");
    return {
      quieting: quietingDown === true,
      reason: typeof quietDownReason === "string" ? quietDownReason : "",
      busy: typeof busyExecutors === "number" ? busyExecutors : 0,
    };
  }

  /** Version of a Jenkins that lets users log in; nothing while it does not. Needs no credential and throws nothing. */
  async version(): Promise<string | undefined> {
    const { status, version } = await this.login();
    return status === 200 ? version : undefined;
  }

  /** What the login page answers: its status, 0 for no answer, and the version that says so. */
  async login(): Promise<{ readonly status: number; readonly version: string | undefined }> {
    try {
      const { status, headers } = await send(this.#request("login"));
      const version = headers["x-jenkins"];
      return { status, version: typeof version === "string" ? version : undefined };
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== "unreachable") throw error;
      return { status: 0, version: undefined };
    }
  }

  async #post(path: string, extraMilliseconds = 0, ended?: AbortSignal): Promise<void> {
    this.#session ??= await this.#crumb();
    const request = this.#request(path, { ...this.#authorization, ...this.#session });
    const timeoutMilliseconds = this.timeoutMilliseconds + extraMilliseconds;
    // Where it goes afterwards is for browsers: a redirect is a yes.
    const sent = { ...request, method: "POST", timeoutMilliseconds, ended };
    this.#accept(path, await send(sent), [200, 302]);
  }

  async #crumb(): Promise<Readonly<Record<string, string>>> {
    const path = "crumbIssuer/api/json";
    const answer = await send(this.#request(path, this.#authorization));
    // A Jenkins without protection against forged requests has none.
    if (answer.status === 404) return {};
    return proofOf(this.#accept(path, answer, [200]));
  }

  async #json(path: string): Promise<Readonly<Record<string, unknown>>> {
    const answer = await send(this.#request(path, this.#authorization));
    return fieldsOf(this.#accept(path, answer, [200]));
  }

  #accept(path: string, answer: HttpAnswer, statuses: readonly number[]): HttpAnswer {
    if (statuses.includes(answer.status)) return answer;
    const where = withoutQuery(`${this.address.url}${path}`);
    if (absent.has(answer.status))
      throw new Failure(
        "unreachable",
        `jenkins: expected a running Jenkins at ${where}, got status ${answer.status}`,
      );
    const refused = answer.status === 401 || answer.status === 403;
    throw new Failure(
      refused ? "login" : "failed",
      `jenkins: expected ${refused ? `${JSON.stringify(this.address.user)} to be let in as an administrator` : `status ${statuses.join(" or ")}`} at ${where}, got status ${answer.status}` +
        (refused
          ? "; its password is the one that the stack has drawn, see the output adminPasswordCommand"
          : ""),
    );
  }

  #request(path: string, headers: Readonly<Record<string, string>> = {}): HttpRequest {
    const { url, certificateAuthority } = this.address;
    return {
      setting: "jenkins",
      url: `${url}${path}`,
      headers,
      certificateAuthority,
      timeoutMilliseconds: this.timeoutMilliseconds,
    };
  }

  get #authorization(): Readonly<Record<string, string>> {
    return authorizationOf(this.address);
  }
}

/** The header that says who asks. */
export function authorizationOf({
  user,
  password,
}: Pick<JenkinsAddress, "user" | "password">): Readonly<Record<string, string>> {
  const pair = Buffer.from(`${user}:${password}`).toString("base64");
  return { authorization: `Basic ${pair}` };
}

/** The headers that a password, unlike a token, needs to change anything: a crumb, and the session it belongs to. */
export function proofOf(answer: HttpAnswer): Readonly<Record<string, string>> {
  const { crumb, crumbRequestField } = fieldsOf(answer);
  const cookie = (answer.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; ");
  return {
    ...(cookie === "" ? {} : { cookie }),
    ...(typeof crumb === "string" && typeof crumbRequestField === "string"
      ? { [crumbRequestField]: crumb }
      : {}),
  };
}

function fieldsOf({ body }: HttpAnswer): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(body);
    return typeof found === "object" && found !== null ? { ...found } : {};
  } catch {
    return {};
  }
}
