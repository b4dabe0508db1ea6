import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";

import type { Identity } from "./certificates";
import { ScriptedSan, type Answer } from "./scripted-san";

export type { LunRow, SnapshotRow, TargetRow } from "./scripted-rows";

/** What one request carried. */
export interface Recorded {
  readonly verb: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** `<api> <method>` without the common prefix `SYNO.`. */
  readonly call: string;
  readonly form: Readonly<Record<string, string>>;
}

/**
 * What goes wrong with one call: an error code instead of the work, an error code after it, the connection dropped before
 * or after it, no answer at all or none after the work, success without the work, a page instead of JSON, half an answer.
 */
export type Fault =
  | { readonly code: number }
  | { readonly codeAfterWork: number }
  | "drop before"
  | "drop after"
  | "none"
  | "hang"
  | "hang after"
  | "nothing done"
  | "html"
  | "half";

const ok = { data: undefined };
const noSession = { code: 119 };

/** A web server with the wire format and sessions of DSM, and what goes wrong with a call. */
export class ScriptedNas extends ScriptedSan {
  readonly requests: Recorded[] = [];
  readonly faults = new Map<string, Fault[]>();
  password = "the-nas-password";
  /** One-time password the next login must carry; undefined = the account has no second factor. */
  otp: string | undefined;
  /** Name of the device token in the answer: v7 of the API calls it `device_id`. */
  tokenKey: "did" | "device_id" = "did";
  /** Device tokens given out, with the name each belongs to. */
  readonly devices = new Map<string, string>();
  /** How many requests it answers before the client is cut off from it. */
  answers = Infinity;
  /** Whether the first request it does not answer is carried out all the same. */
  lastIsCarriedOut = false;
  /** Called before each call is carried out, with its name. */
  meanwhile: (call: string) => void = () => undefined;
  readonly #sids = new Set<string>();
  readonly #server: Server;

  private constructor(
    identity: Identity,
    readonly host: string,
  ) {
    super();
    this.#server = createServer(
      { key: identity.key, cert: identity.certificate },
      (incoming, answer) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
          const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
          const call = `${form["api"] ?? ""} ${form["method"] ?? ""}`
            .replace("SYNO.", "")
            .replace("Core.ISCSI.", "");
          const { method: verb = "", url = "", headers } = incoming;
          const request = { verb, url, headers, call, form };
          this.requests.push(request);
          this.#respond(request, answer);
        });
      },
    );
  }

  /** Listens on a free port of a loopback address. Default: the IPv6 one. */
  static async start(identity: Identity, host = "::1"): Promise<ScriptedNas> {
    const nas = new ScriptedNas(identity, host);
    nas.#server.listen(0, host);
    await once(nas.#server, "listening");
    return nas;
  }

  get url(): string {
    return `https://${this.host.includes(":") ? `[${this.host}]` : this.host}:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Names of the calls received, in order. */
  get calls(): string[] {
    return this.requests.map(({ call }) => call);
  }

  /** Requests of one call. */
  of(call: string): Recorded[] {
    return this.requests.filter((request) => request.call === call);
  }

  /** Forgets every session, as a restart does. */
  endSessions(): void {
    this.#sids.clear();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #respond(request: Recorded, response: ServerResponse): void {
    if (this.requests.length > this.answers) {
      if (this.lastIsCarriedOut && this.requests.length === this.answers + 1) this.#work(request);
      response.socket?.destroy();
      return;
    }
    const fault = this.faults.get(request.call)?.shift();
    const send = (answer: Answer): void => {
      const body = JSON.stringify(
        "code" in answer ? { success: false, error: answer } : { success: true, ...answer },
      );
      response.setHeader("content-type", 'application/json; charset="UTF-8"');
      if (fault === "half") {
        response.setHeader("content-length", body.length);
        response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
      } else response.end(body);
    };
    if (fault === undefined || fault === "none" || fault === "half") send(this.#work(request));
    else if (fault === "drop before") response.socket?.destroy();
    else if (fault === "drop after") {
      this.#work(request);
      response.socket?.destroy();
    } else if (fault === "nothing done") send(ok);
    else if (fault === "html") {
      response.setHeader("content-type", "text/html");
      response.end("<html><body>the-nas-password</body></html>");
    } else if (fault === "hang after") this.#work(request);
    else if (fault !== "hang") {
      if ("codeAfterWork" in fault) this.#work(request);
      send({ code: "code" in fault ? fault.code : fault.codeAfterWork });
    }
  }

  #work({ call, form, headers }: Recorded): Answer {
    this.meanwhile(call);
    if (call === "API.Auth login") return this.#login(form);
    if (call === "API.Info query") return advertised;
    const sid = form["_sid"] ?? "";
    if (!this.#sids.has(sid) || headers["cookie"] !== `id=${sid}`) return noSession;
    if (form["SynoToken"] !== `token-of-${sid}` || headers["x-syno-token"] !== form["SynoToken"])
      return { code: 105 };
    const parameters = Object.fromEntries(
      Object.entries(form)
        .filter(
          ([name]) => !["api", "method", "version", "_sid", "SynoToken", "session"].includes(name),
        )
        .map(([name, value]) => [name, JSON.parse(value) as unknown]),
    );
    return call === "API.Auth logout" ? ok : this.perform(call, parameters);
  }

  #login({
    passwd,
    otp_code,
    device_id,
    device_name,
    enable_device_token,
  }: Recorded["form"]): Answer {
    if (passwd !== this.password) return { code: 400 };
    const enrolled = device_id !== undefined && this.devices.get(device_id) === device_name;
    if (this.otp !== undefined && !enrolled) {
      if (otp_code === undefined) return { code: device_id === undefined ? 403 : 404 };
      if (otp_code !== this.otp) return { code: 404 };
    }
    const sid = `sid-${this.requests.length}`;
    this.#sids.add(sid);
    const did = `device-token-${this.requests.length}`;
    const wanted = enable_device_token === "yes" && this.otp !== undefined;
    if (wanted) this.devices.set(did, device_name ?? "");
    return { data: { sid, synotoken: `token-of-${sid}`, ...(wanted && { [this.tokenKey]: did }) } };
  }
}

const advertised: Answer = {
  data: {
    "SYNO.API.Auth": { minVersion: 1, maxVersion: 7, path: "entry.cgi" },
    "SYNO.Core.ISCSI.LUN": {
      ...{ minVersion: 1, maxVersion: 1, path: "entry.cgi", requestFormat: "JSON" },
    },
  },
};
