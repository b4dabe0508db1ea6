import type { z } from "zod";

import { Failure } from "../failure";
import type { Call, Connection } from "./connection";
import { sessionCodes } from "./errors";
import {
  logIn,
  sessionLabel,
  type Credential,
  type LoginAnswer,
  type RefusalMemory,
} from "./login";

export type { Credential, RefusalMemory } from "./login";

/** One call of a SAN or storage API, parameters as plain values. */
export interface SanCall {
  readonly api: string;
  readonly method: string;
  /** Default 1. */
  readonly version?: number;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** A code of the busy family that has its own meaning here. Default none. */
  readonly notBusy?: number;
}

/**
 * A logged-in DSM session. It sends the session id and the SynoToken twice, because DSM 7.1.1 ignores the form field
 * and other versions the cookie. It logs in again once in its life when the session is lost, and never after a refusal.
 */
export class Session {
  #keys: LoginAnswer | undefined;
  #renewed = false;
  #refusal: Failure | undefined;

  private constructor(
    private readonly connection: Connection,
    private readonly credential: Credential,
    private readonly memory: RefusalMemory,
  ) {}

  /**
   * Logs in, runs `work`, logs out whatever came of it: leaked sessions accumulate on the NAS.
   *
   * @throws Failure `login` when the NAS refuses the credential, now or in an earlier run
   */
  static async during<T>(
    connection: Connection,
    credential: Credential,
    memory: RefusalMemory,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const session = new Session(connection, credential, memory);
    await session.#login();
    try {
      return await work(session);
    } finally {
      await session.#logout();
    }
  }

  /** Whether the NAS gave a SynoToken; without one, calls fail with 105 where protection against forged requests is on. */
  get hasToken(): boolean {
    return this.#keys?.synotoken !== undefined;
  }

  /** Waits of the connection, for whoever polls through this session. */
  get patience(): Connection["patience"] {
    return this.connection.patience;
  }

  /**
   * Asks for something; repeated after transport faults and busy answers.
   *
   * @throws Failure `failed` when the answer has another shape than `schema`
   */
  async read<T>(call: SanCall, schema: z.ZodType<T>): Promise<T> {
    const answer = await this.#call(call, "always");
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join(".") || "data"}: ${message}`,
    );
    // Values stay out of the message: a target's answer carries CHAP fields.
    throw new Failure(
      "failed",
      `${call.api} ${call.method}: expected an answer as DSM 7 gives it, got another shape (${problems.join("; ")})`,
    );
  }

  /** Changes something; sent once. Whatever comes back, the effect must be read afterwards. */
  async write(call: SanCall): Promise<void> {
    await this.#call(call, "until sent");
  }

  async #call(call: SanCall, repeatable: "always" | "until sent"): Promise<unknown> {
    try {
      return await this.#send(call, repeatable);
    } catch (error) {
      const code = error instanceof Failure ? error.details.dsmCode : undefined;
      if (code === undefined || !sessionCodes.has(code)) throw error;
      if (this.#renewed) throw stillRefused(call, code);
      this.#renewed = true;
      await this.#login();
      try {
        // A call refused with a session code was not carried out, so even a write may be sent again.
        return await this.#send(call, repeatable);
      } catch (second) {
        const again = second instanceof Failure ? second.details.dsmCode : undefined;
        throw again !== undefined && sessionCodes.has(again) ? stillRefused(call, again) : second;
      }
    }
  }

  async #send(call: SanCall, repeatable: "always" | "until sent"): Promise<unknown> {
    if (this.#refusal !== undefined) throw this.#refusal;
    const { api, method, version, parameters = {}, notBusy } = call;
    const encoded = Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, JSON.stringify(value)]),
    );
    const plain = { api, method, ...(version && { version }), parameters: encoded };
    return await this.connection.send(signed(plain, this.#keys), repeatable, notBusy);
  }

  async #login(): Promise<void> {
    try {
      this.#keys = await logIn(this.connection, this.credential, this.memory);
    } catch (error) {
      if (error instanceof Failure && error.kind === "login") this.#refusal = error;
      throw error;
    }
  }

  async #logout(): Promise<void> {
    if (this.#refusal === undefined) await logOut(this.connection, this.#keys);
  }
}

/** Ends the session of a login. A failure is kept quiet: the session ends by its idle timeout. */
export async function logOut(connection: Connection, keys: LoginAnswer | undefined): Promise<void> {
  const call = { api: "SYNO.API.Auth", method: "logout", parameters: { session: sessionLabel } };
  try {
    await connection.send(signed(call, keys), "until sent");
  } catch (error) {
    // The work is done or has its own failure to report.
    if (!(error instanceof Failure)) throw error;
  }
}

/** The call with session and token, each both ways: DSM 7.1.1 ignores the form field, other versions the cookie. */
function signed(call: Call, keys: LoginAnswer | undefined): Call {
  const { sid = "", synotoken } = keys ?? {};
  return {
    ...call,
    parameters: { ...call.parameters, _sid: sid, ...(synotoken && { SynoToken: synotoken }) },
    headers: { cookie: `id=${sid}`, ...(synotoken && { "x-syno-token": synotoken }) },
  };
}

function stillRefused({ api, method }: SanCall, code: number): Failure {
  return new Failure(
    "failed",
    `${api} ${method}: expected success after logging in again, got code ${code}; ` +
      "the account may lack the group administrators (105), the NAS may not see the SynoToken because a proxy drops it (105), " +
      "or the session ended early: timed out (106), displaced (107), unknown (119), source address changed (150)",
    { dsmCode: code },
  );
}
