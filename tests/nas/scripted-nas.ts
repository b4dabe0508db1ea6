import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";

import type { Identity } from "./certificates";

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

/** One LUN of the scripted NAS, in DSM's words. */
export interface LunRow {
  name: string;
  uuid: string;
  size: number;
  allocated_size?: number;
  type_str: string;
  type: number;
  location: string;
  description: string;
  dev_attribs: { dev_attrib: string; enable: number }[];
  is_action_locked: boolean;
  status: string;
}

/** One target of the scripted NAS, in DSM's words. */
export interface TargetRow {
  target_id: number;
  name: string;
  iqn: string;
  auth_type: number;
  user: string;
  password: string;
  max_sessions: number;
  is_enabled: boolean;
  mapped_luns: { lun_uuid: string; mapping_index: number }[];
}

type Parameters = Readonly<Record<string, unknown>>;
type Answer = { data?: unknown } | { code: number };

const ok = { data: undefined };
const noSession = { code: 119 };

/** Just enough of DSM to script a story: what a call does, and what goes wrong with it. */
export class ScriptedNas {
  readonly requests: Recorded[] = [];
  readonly luns: LunRow[] = [];
  readonly targets: TargetRow[] = [];
  readonly faults = new Map<string, Fault[]>();
  volume: Record<string, unknown> | undefined = {
    fs_type: "btrfs",
    status: "normal",
    readonly: false,
    size_free_byte: String(100 * 1024 ** 3),
  };
  nodeUuid = "72003c93-2db2-4f00-a169-67c5eae86bb1";
  password = "the-nas-password";
  /** How many listings show a new or grown LUN as locked. */
  settleListings = 0;
  readonly #sids = new Set<string>();
  #settling = 0;
  readonly #server: Server;

  private constructor(
    identity: Identity,
    readonly host: string,
  ) {
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
    if (call === "API.Auth login") return this.#login(form);
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
    const handler = this.#handlers[call];
    return handler === undefined ? { code: 103 } : handler(parameters);
  }

  #login({ passwd }: Recorded["form"]): Answer {
    if (passwd !== this.password) return { code: 400 };
    const sid = `sid-${this.requests.length}`;
    this.#sids.add(sid);
    return { data: { sid, synotoken: `token-of-${sid}` } };
  }

  readonly #handlers: Readonly<Record<string, (parameters: Parameters) => Answer>> = {
    "API.Auth logout": () => ok,
    "Node list": () => ({ data: { nodes: [{ uuid: this.nodeUuid }] } }),
    "Core.Storage.Volume get": ({ volume_path }) =>
      this.volume === undefined || volume_path !== "/volume1"
        ? { code: 117 }
        : { data: { volume: this.volume } },
    "LUN list": () => {
      if (this.#settling > 0) this.#settling--;
      else for (const lun of this.luns) lun.is_action_locked = false;
      return { data: { luns: this.luns } };
    },
    "Target list": () => ({ data: { targets: this.targets } }),
    "LUN create": (lun: Parameters) => {
      const { name, size, location, description, dev_attribs, type } = lun as unknown as LunRow;
      if (this.luns.some((other) => other.name === name)) return { code: 18990538 };
      const uuid = `ac36dabc-6e23-40e0-8956-c8bc8a0039${(this.luns.length + 10).toFixed(0)}`;
      this.luns.push({
        ...{ name, uuid, size, location, description, dev_attribs, status: "normal" },
        ...{ type: 263, type_str: String(type), is_action_locked: this.settleListings > 0 },
      });
      this.#settling = this.settleListings;
      return { data: { lun_id: this.luns.length, uuid } };
    },
    "LUN set": ({ uuid, new_size }) => {
      const lun = this.luns.find((one) => one.uuid === uuid);
      if (lun === undefined) return { code: 18990531 };
      lun.size = Number(new_size);
      return ok;
    },
    "Target create": (target: Parameters) => {
      const fields = target as unknown as TargetRow;
      if (this.targets.some(({ iqn }) => iqn === fields.iqn)) return { code: 18990745 };
      const target_id = this.targets.length + 4;
      this.targets.push({ ...fields, target_id, is_enabled: true, mapped_luns: [] });
      return { data: { target_id } };
    },
    "Target set": ({ target_id, ...changes }) => {
      const target = this.targets.find((one) => String(one.target_id) === target_id);
      if (target === undefined || typeof target_id !== "string") return { code: 18990710 };
      Object.assign(target, changes);
      return ok;
    },
    "LUN map_target": ({ uuid, target_ids }) => {
      const [id] = target_ids as string[];
      const target = this.targets.find((one) => String(one.target_id) === id);
      const lun = this.luns.find((one) => one.uuid === uuid);
      if (target === undefined || typeof id !== "string") return { code: 18990710 };
      if (lun === undefined || lun.is_action_locked) return { code: 18990570 };
      target.mapped_luns.push({ lun_uuid: lun.uuid, mapping_index: target.mapped_luns.length + 1 });
      return ok;
    },
  };
}
