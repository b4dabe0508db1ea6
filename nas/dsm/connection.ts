import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { SecureContext, TLSSocket } from "node:tls";

import { z } from "zod";

import { Failure } from "../failure";
import { busyCodes, meaning } from "./errors";
import type { Patience } from "./patience";
import { errorCode, openTls, trust, type Address } from "./tls";

/** One call of the Web API, its parameters already in the text form the API wants. */
export interface Call {
  readonly api: string;
  readonly method: string;
  /** Default 1: every SAN API of DSM 7 has this version only. */
  readonly version?: number;
  readonly parameters: Readonly<Record<string, string>>;
  /** Sent as they are, beside the form. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** When a call may be sent again: never after it left, or after any fault because it changes nothing. */
export type Repeatable = "until sent" | "always";

const envelope = z.union([
  z.looseObject({ success: z.literal(true), data: z.unknown().optional() }),
  z.looseObject({ success: z.literal(false), error: z.looseObject({ code: z.number() }) }),
]);

/**
 * Speaks to `/webapi/entry.cgi` by POST with a form body, so that no parameter ends up in a URL and with it in an
 * access log. Each call has a connection of its own: on a kept one, the NAS closing
 * an idle socket would make a write look lost.
 */
export class Connection {
  readonly #trusted: SecureContext;

  /** @throws Failure `request` when the certificate file is unusable */
  constructor(
    readonly address: Address,
    readonly patience: Patience,
  ) {
    this.#trusted = trust(address.certificateAuthority);
  }

  /**
   * Sends one call, again after faults that `repeatable` allows.
   *
   * @param notBusy a code of the busy family that has its own meaning in this call
   * @returns the `data` of a successful answer, undefined for void methods
   * @throws Failure `unreachable` without an answer, `failed` with the NAS's code
   */
  async send(call: Call, repeatable: Repeatable, notBusy?: number): Promise<unknown> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#sendOnce(call);
      } catch (error) {
        const pause = this.patience.retries[attempt];
        if (pause === undefined || !mayRepeat(error, repeatable, notBusy)) throw error;
        await sleep(pause);
      }
    }
  }

  async #sendOnce(call: Call): Promise<unknown> {
    const socket = await openTls(this.address, this.#trusted, this.patience.answer);
    const { status, type, body } = await this.#post(socket, call);
    const answer = envelope.safeParse(parseJson(body));
    if (!answer.success)
      throw new Failure(
        "unreachable",
        `nas.url: expected JSON from DSM's Web API at ${this.address.url}, got a body of type ${JSON.stringify(type)} with status ${status}; ` +
          "check that this is DSM's own port and that the NAS has finished starting",
        { delivery: "unknown" },
      );
    if (answer.data.success) return answer.data.data;
    const { code } = answer.data.error;
    throw new Failure(
      "failed",
      `${call.api} ${call.method}: expected success, got code ${code} (${meaning(code)})`,
      { dsmCode: code },
    );
  }

  async #post(
    socket: TLSSocket,
    call: Call,
  ): Promise<{ status: number; type: string; body: string }> {
    const { api, method, version = 1, parameters, headers } = call;
    const form = new URLSearchParams({ api, version: String(version), method, ...parameters });
    const lost = (reason: string): Failure =>
      new Failure(
        "unreachable",
        `${api} ${method}: expected an answer from ${this.address.url}, got ${reason}; the NAS may be restarting, run the command again`,
        { delivery: "unknown" },
      );
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(lost("none in time"));
        socket.destroy();
      }, this.patience.answer);
      socket.once("close", () => {
        clearTimeout(timer);
      });
      const outgoing = request(
        {
          method: "POST",
          path: "/webapi/entry.cgi",
          host: new URL(this.address.url).host,
          setHost: false,
          createConnection: () => socket,
          headers: {
            ...headers,
            host: new URL(this.address.url).host,
            "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
            connection: "close",
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.once("error", (error) => {
            reject(lost(`half of one (${errorCode(error)})`));
          });
          incoming.once("end", () => {
            resolve({
              status: incoming.statusCode ?? 0,
              type: incoming.headers["content-type"]?.split(";")[0] ?? "no content type",
              body: Buffer.concat(chunks).toString("utf8"),
            });
          });
        },
      );
      outgoing.once("error", (error) => {
        reject(lost(`a closed connection (${errorCode(error)})`));
      });
      outgoing.end(form.toString());
    });
  }
}

function mayRepeat(error: unknown, repeatable: Repeatable, notBusy: number | undefined): boolean {
  if (!(error instanceof Failure)) return false;
  const { delivery, dsmCode } = error.details;
  if (delivery === "none") return true;
  if (repeatable === "until sent") return false;
  return (
    delivery === "unknown" ||
    (dsmCode !== undefined && dsmCode !== notBusy && busyCodes.has(dsmCode))
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
