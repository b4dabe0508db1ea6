import { randomBytes } from "node:crypto";

import { commonCode, Refusal } from "./refusal";
import type { Settings } from "./settings";

/** One logged-in session. */
export interface Session {
  readonly sid: string;
  readonly account: string;
  readonly address: string;
  /** SynoToken, when the login asked for one. */
  readonly token: string | undefined;
  lastUsed: number;
}

/** What a caller shows to be recognised. */
export interface Presented {
  readonly cookieSid: string | undefined;
  readonly parameterSid: string | undefined;
  readonly token: string | undefined;
  readonly address: string;
}

/** The sessions of a running NAS; a restart forgets them, as a reboot does. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  constructor(
    private readonly settings: Settings,
    private readonly now: () => number,
  ) {}

  /** Number of sessions that were opened and not closed. */
  get count(): number {
    return this.#sessions.size;
  }

  /** Opens a session; another one of the same account stays valid. */
  open(account: string, address: string, withToken: boolean): Session {
    const session = {
      sid: randomBytes(32).toString("base64url"),
      account,
      address,
      token: withToken ? randomBytes(9).toString("base64url") : undefined,
      lastUsed: this.now(),
    };
    this.#sessions.set(session.sid, session);
    return session;
  }

  /** Closes a session; an unknown id is nothing to complain about. */
  close(sid: string | undefined): void {
    if (sid !== undefined) this.#sessions.delete(sid);
  }

  /** The session id a caller shows: the cookie wins over the parameter. */
  sidOf({ cookieSid, parameterSid }: Presented): string | undefined {
    if (this.settings.sidCarrier === "cookie") return cookieSid;
    if (this.settings.sidCarrier === "param") return parameterSid;
    return cookieSid ?? parameterSid;
  }

  /**
   * The session of a caller, in DSM's order of checks: id, age, address, token, privilege.
   *
   * @throws Refusal 119, 106, 150 or 105
   */
  require(presented: Presented): Session {
    const session = this.#sessions.get(this.sidOf(presented) ?? "");
    if (session === undefined) throw new Refusal(commonCode.sessionNotFound);
    if (this.now() - session.lastUsed > this.settings.sessionIdleMs) {
      this.#sessions.delete(session.sid);
      throw new Refusal(commonCode.sessionTimeout);
    }
    if (session.address !== presented.address) throw new Refusal(commonCode.addressChanged);
    const hasToken = session.token !== undefined && presented.token === session.token;
    if (this.settings.csrf && !hasToken) throw new Refusal(commonCode.notPermitted);
    if (this.settings.accounts[session.account]?.administrator !== true) {
      throw new Refusal(commonCode.notPermitted);
    }
    session.lastUsed = this.now();
    return session;
  }
}
