import { z } from "zod";

import { Failure } from "../failure";
import type { Connection } from "./connection";
import { refusal, secondFactorCodes } from "./errors";

/** An account of the NAS and what it proves itself with. */
export interface Credential {
  readonly account: string;
  readonly password: string;
  /** Second factor that an enrolment gave for this machine; a secret. Default: none, the account has no second factor. */
  readonly deviceToken?: string;
  /** Name under which the token was enrolled; DSM accepts the token with this name only. */
  readonly deviceName?: string;
}

/** Remembers refused credentials between runs, so that none is tried twice (Auto Block). */
export interface RefusalMemory {
  /**
   * Runs a login of this account while no other one of this machine runs: two at once would both find nothing remembered,
   * and both be refused.
   */
  alone<T>(login: () => Promise<T>): Promise<T>;
  /**
   * @param withOtp a one-time password goes with the credential, so that one refused for the lack of it is worth a try.
   *   Default false
   * @throws Failure `login` when this credential was refused before
   */
  check(withOtp?: boolean): void;
  /** The NAS refused the credential with this code. */
  refused(code: number): void;
  /** The NAS accepted the credential. */
  accepted(): void;
}

/** Label under which DSM lists the session; logout must repeat it. */
export const sessionLabel = "jenkins-stack";

const loginAnswer = z.looseObject({
  sid: z.string().min(1),
  synotoken: z.string().min(1).optional(),
  // v7 calls it device_id, v6 and older call it did.
  device_id: z.string().min(1).optional(),
  did: z.string().min(1).optional(),
});

/** What a login gives: session id, token against forged requests, and a device token where one was asked for. */
export type LoginAnswer = z.infer<typeof loginAnswer>;

/**
 * Logs in, once: a refusal is remembered and never followed by a second attempt, and a login whose answer is lost is not
 * sent again either.
 *
 * @param factor further parameters of the second factor; default those of the credential
 * @throws Failure `login` when the NAS refuses the credential, now or in an earlier run
 */
export async function logIn(
  connection: Connection,
  credential: Credential,
  memory: RefusalMemory,
  factor: Readonly<Record<string, string>> = deviceOf(credential),
): Promise<LoginAnswer> {
  return await memory.alone(() => logInAlone(connection, credential, memory, factor));
}

async function logInAlone(
  connection: Connection,
  credential: Credential,
  memory: RefusalMemory,
  factor: Readonly<Record<string, string>>,
): Promise<LoginAnswer> {
  const { account, password } = credential;
  memory.check("otp_code" in factor);
  let answer: unknown;
  try {
    answer = await connection.send(
      {
        api: "SYNO.API.Auth",
        method: "login",
        version: 6,
        // Not a JSON API: plain values.
        parameters: {
          account,
          passwd: password,
          session: sessionLabel,
          format: "sid",
          enable_syno_token: "yes",
          ...factor,
        },
      },
      "until sent",
    );
  } catch (error) {
    const code = error instanceof Failure ? error.details.dsmCode : undefined;
    const reason = code === undefined ? undefined : refusal(code);
    if (code === undefined || reason === undefined) throw error;
    memory.refused(code);
    throw new Failure(
      "login",
      `nas.${fieldOf(code)}: expected ${connection.address.url} to let account ${JSON.stringify(account)} in, ` +
        `got code ${code} (${reason.cause}); tried once only, because Auto Block bans this machine's address after a few failures; ${reason.action}`,
      { dsmCode: code },
    );
  }
  const keys = loginAnswer.safeParse(answer);
  if (!keys.success)
    throw new Failure(
      "failed",
      "SYNO.API.Auth login: expected a session id, got an answer without one",
    );
  memory.accepted();
  return keys.data;
}

function deviceOf({ deviceToken, deviceName }: Credential): Record<string, string> {
  return {
    ...(deviceToken && { device_id: deviceToken }),
    ...(deviceName && { device_name: deviceName }),
  };
}

/** The setting that a refusal with this code is about. */
export function fieldOf(code: number): "password" | "deviceToken" | "account" {
  if (code === 400) return "password";
  return secondFactorCodes.has(code) ? "deviceToken" : "account";
}
