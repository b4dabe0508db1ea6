import { z } from "zod";

import { Failure } from "../failure";
import type { Connection } from "./connection";
import { refusal, sessionCodes } from "./errors";

/** An account of the NAS and its password. */
export interface Credential {
  readonly account: string;
  readonly password: string;
}

/** Remembers refused passwords between runs, so that none is tried twice (Auto Block). */
export interface RefusalMemory {
  /** @throws Failure `login` when this credential was refused before */
  check(): void;
  /** The NAS refused the credential with this code. */
  refused(code: number): void;
  /** The NAS accepted the credential. */
  accepted(): void;
}

/** One call of a SAN or storage API, parameters as plain values. */
export interface SanCall {
  readonly api: string;
  readonly method: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** A code of the busy family that has its own meaning here. Default none. */
  readonly notBusy?: number;
}

const loginAnswer = z.looseObject({
  sid: z.string().min(1),
  synotoken: z.string().min(1).optional(),
});
type Keys = z.infer<typeof loginAnswer>;

/** Label under which DSM lists the session; logout must repeat it. */
const label = "jenkins-stack";

/**
 * A logged-in DSM session. It sends the session id and the SynoToken twice, because DSM 7.1.1 ignores the form field
 * and other versions the cookie. It logs in again once in its life when the session is lost, and never after a refusal.
 */
export class Session {
  #keys: Keys | undefined;
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
    const { api, method, parameters = {}, notBusy } = call;
    const encoded = Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, JSON.stringify(value)]),
    );
    return await this.connection.send(this.#signed(api, method, encoded), repeatable, notBusy);
  }

  #signed(
    api: string,
    method: string,
    parameters: Record<string, string>,
  ): {
    api: string;
    method: string;
    parameters: Record<string, string>;
    headers: Record<string, string>;
  } {
    const { sid = "", synotoken } = this.#keys ?? {};
    return {
      api,
      method,
      parameters: { ...parameters, _sid: sid, ...(synotoken && { SynoToken: synotoken }) },
      headers: { cookie: `id=${sid}`, ...(synotoken && { "x-syno-token": synotoken }) },
    };
  }

  async #login(): Promise<void> {
    const { account, password } = this.credential;
    this.memory.check();
    let answer: unknown;
    try {
      answer = await this.connection.send(
        {
          api: "SYNO.API.Auth",
          method: "login",
          version: 6,
          // Not a JSON API: plain values.
          parameters: {
            account,
            passwd: password,
            session: label,
            format: "sid",
            enable_syno_token: "yes",
          },
        },
        "until sent",
      );
    } catch (error) {
      const code = error instanceof Failure ? error.details.dsmCode : undefined;
      const reason = code === undefined ? undefined : refusal(code);
      if (code === undefined || reason === undefined) throw error;
      this.memory.refused(code);
      this.#refusal = new Failure(
        "login",
        `nas.${code === 400 ? "password" : "account"}: expected ${this.connection.address.url} to let account ${JSON.stringify(account)} in, ` +
          `got code ${code} (${reason}); tried once only, because Auto Block bans this machine's address after a few failures`,
        { dsmCode: code },
      );
      throw this.#refusal;
    }
    const keys = loginAnswer.safeParse(answer);
    if (!keys.success)
      throw new Failure(
        "failed",
        "SYNO.API.Auth login: expected a session id, got an answer without one",
      );
    this.#keys = keys.data;
    this.memory.accepted();
  }

  async #logout(): Promise<void> {
    if (this.#refusal !== undefined) return;
    try {
      await this.connection.send(
        this.#signed("SYNO.API.Auth", "logout", { session: label }),
        "until sent",
      );
    } catch (error) {
      // The work is done or has its own failure to report; the session ends by its idle timeout.
      if (!(error instanceof Failure)) throw error;
    }
  }
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
