import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { LoggedCall } from "../../../../local/nas-simulator/call-log";
import { ensureCertificates } from "../../../../local/nas-simulator/certificates";
import type { FaultRequest } from "../../../../local/nas-simulator/faults";
import { startSimulator, type Simulator } from "../../../../local/nas-simulator/simulator";
import { tgtdArguments, tgtEnvironment, Tgtadm } from "../../../../local/nas-simulator/tgtadm";
import { sendWeb, type WebAnswer } from "../../../../local/nas-simulator/web";
import { lunFields, targetFields, type Answer } from "./requests";

export {
  codeOf,
  lunFields,
  secret,
  snapshotAttributes,
  targetFields,
  type Answer,
} from "./requests";

/** Content of `settings.json` unless a test says otherwise. */
export const plainSettings = {
  accounts: {
    pulumi: { password: "right" },
    reader: { password: "right", administrator: false },
    former: { password: "right", disabled: true },
  },
  settleMs: 0,
};

/** A port that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ host: "::1", port: 0 }, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Repeats a check until it holds; rejects with its last value after some seconds. */
export async function eventually<T>(
  read: () => Promise<T>,
  holds: (value: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + 8000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(value)}`);
    await delay(20);
  }
}

/** A simulated NAS in a folder of its own: real HTTPS, real tgtd; the simulator runs in this process. */
export class TestNas {
  readonly folder = mkdtempSync(join(tmpdir(), "nas-simulator-"));
  iscsiPort = 0;
  /** Moves the clock of the NAS. */
  ahead = 0;
  #simulator: Simulator | undefined;
  #tgtd: ChildProcess | undefined;
  #sid: string | undefined;
  #token: string | undefined;

  get portal(): string {
    return `[::1]:${this.iscsiPort}`;
  }

  /** Address of the Web API. */
  get url(): string {
    return `https://[::1]:${this.#simulator?.port ?? 0}`;
  }

  async start(settings: object = plainSettings): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    await ensureCertificates(this.folder);
    writeFileSync(join(this.folder, "admin-token"), "token\n");
    this.iscsiPort = await freePort();
    this.startTgtd();
    const tgt = new Tgtadm(this.folder);
    await eventually(
      () => tgt.run("target", "show").catch(() => undefined),
      (shown) => shown !== undefined,
    );
    await this.restart(settings);
  }

  startTgtd(): void {
    this.#tgtd = spawn("tgtd", tgtdArguments(this.iscsiPort), {
      cwd: this.folder,
      env: tgtEnvironment(),
      stdio: "ignore",
    });
  }

  async killTgtd(): Promise<void> {
    const ended = new Promise((resolve) => this.#tgtd?.once("exit", resolve));
    this.#tgtd?.kill("SIGKILL");
    await ended;
  }

  /** Ends the simulator and starts it on the same folder, as after a crash. */
  async restart(settings: object = plainSettings): Promise<void> {
    await this.#simulator?.close();
    this.ahead = 0;
    writeFileSync(join(this.folder, "settings.json"), JSON.stringify(settings));
    this.#simulator = await startSimulator({
      folder: this.folder,
      dsmPort: 0,
      iscsiPort: this.iscsiPort,
      now: () => Date.now() + this.ahead,
    });
  }

  async stop(): Promise<void> {
    await this.#simulator?.close();
    await this.killTgtd();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Sends form fields as they are; the session is not added. */
  async raw(
    fields: Record<string, string>,
    {
      headers = {},
      path = "/webapi/entry.cgi",
    }: { headers?: Record<string, string>; path?: string } = {},
  ): Promise<WebAnswer> {
    return sendWeb({
      nasFolder: this.folder,
      port: this.#simulator?.port ?? 0,
      path,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** Calls one API without a session. */
  async open(
    api: string,
    method: string,
    fields: Record<string, string> = {},
    options: { headers?: Record<string, string>; path?: string } = {},
  ): Promise<Answer> {
    const { text } = await this.raw({ version: "1", ...fields, api, method }, options);
    return JSON.parse(text) as Answer;
  }

  /** Logs in and keeps the session for {@link call}. */
  async login(account = "pulumi", passwd = "right"): Promise<Answer> {
    const answer = await this.open("SYNO.API.Auth", "login", {
      version: "6",
      account,
      passwd,
      format: "sid",
      enable_syno_token: "yes",
    });
    const session = answer.data as { sid?: string; synotoken?: string } | undefined;
    this.#sid = session?.sid;
    this.#token = session?.synotoken;
    return answer;
  }

  /** Headers of the kept session. */
  get session(): Record<string, string> {
    return { cookie: `id=${this.#sid ?? ""}`, "x-syno-token": this.#token ?? "" };
  }

  /** Calls one API with the kept session, every parameter JSON-encoded. */
  async call(api: string, method: string, parameters: object = {}, version = 1): Promise<Answer> {
    const encoded = Object.entries(parameters).map(([key, value]) => [key, JSON.stringify(value)]);
    const fields = Object.fromEntries(encoded) as Record<string, string>;
    return this.open(
      api,
      method,
      { version: String(version), ...fields },
      { headers: this.session },
    );
  }

  lun(method: string, parameters: object = {}): Promise<Answer> {
    return this.call("SYNO.Core.ISCSI.LUN", method, parameters);
  }

  target(method: string, parameters: object = {}): Promise<Answer> {
    return this.call("SYNO.Core.ISCSI.Target", method, parameters);
  }

  /** Uses `/simulator/<page>` with the right token. */
  async administer(method: "GET" | "POST", page: string, body?: unknown): Promise<unknown> {
    const { text } = await sendWeb({
      nasFolder: this.folder,
      port: this.#simulator?.port ?? 0,
      path: `/simulator/${page}`,
      method,
      headers: { "x-simulator-token": "token" },
      body: body === undefined ? "" : JSON.stringify(body),
    });
    return JSON.parse(text);
  }

  /** Makes coming calls fail. */
  async fault(fault: FaultRequest): Promise<void> {
    await this.administer("POST", "faults", fault);
  }

  /** Runs a task and returns the calls that were performed meanwhile, as `<last part of the API> <method>`. */
  async callsDuring(task: () => Promise<unknown>): Promise<string[]> {
    const { calls: mark } = (await this.administer("GET", "status")) as { calls: number };
    await task();
    const calls = (await this.administer("GET", `calls?since=${mark}`)) as LoggedCall[];
    return calls.map(({ api, method }) => `${api.split(".").at(-1) ?? ""} ${method}`);
  }

  /** Wipes everything but the identity of the NAS and logs in again: quicker than a new NAS. */
  async reset(): Promise<void> {
    await this.administer("POST", "reset");
    await this.login();
  }

  /** A LUN on a CHAP target of its own, mapped, of one GiB unless `lun` says otherwise; returns its uuid and the id of the target. */
  async offerLun(
    name: string,
    overrides: object = {},
    lun: object = {},
  ): Promise<{ uuid: string; id: string; iqn: string }> {
    const iqn = `iqn.2000-01.com.synology:nas.${name}`;
    const created = await this.lun("create", { ...lunFields(name), ...lun });
    const target = await this.target("create", { ...targetFields(name), ...overrides });
    const { uuid } = created.data as { uuid: string };
    const id = String((target.data as { target_id: number }).target_id);
    await this.lun("map_target", { uuid, target_ids: [id] });
    return { uuid, id, iqn };
  }
}
