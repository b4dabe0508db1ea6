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
  /** Code that every further call is refused with; a test has broken the session. */
  broken: BrokenSession | undefined;
}

/** How a session can break: token lost, timed out, displaced by another login, forgotten, address changed. */
export const brokenSessionCodes = [
  commonCode.notPermitted,
  commonCode.sessionTimeout,
  commonCode.sessionDisplaced,
  commonCode.sessionNotFound,
  commonCode.addressChanged,
] as const;

/** One of {@link brokenSessionCodes}. */
export type BrokenSession = (typeof brokenSessionCodes)[number];

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
    const session: Session = {
      sid: randomBytes(32).toString("base64url"),
      account,
      address,
      token: withToken ? randomBytes(9).toString("base64url") : undefined,
      lastUsed: this.now(),
      broken: undefined,
    };
    this.#sessions.set(session.sid, session);
    return session;
  }

  /** Breaks every open session: from now on its calls are refused with this code, until a new login. */
  break(code: BrokenSession): void {
    for (const session of this.#sessions.values()) session.broken = code;
  }

  /** Remembers the sessions as they are; the function it returns brings them back. */
  remember(): () => void {
    const remembered = [...this.#sessions];
    return () => {
      this.#sessions.clear();
      for (const [sid, session] of remembered) this.#sessions.set(sid, session);
    };
  }

  /** Forgets every session, as a reboot does. */
  clear(): void {
    this.#sessions.clear();
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
   * @throws Refusal 119, 106, 107, 150 or 105
   */
  require(presented: Presented): Session {
    const session = this.#sessions.get(this.sidOf(presented) ?? "");
    if (session === undefined) throw new Refusal(commonCode.sessionNotFound);
    if (session.broken !== undefined) throw new Refusal(session.broken);
    if (this.now() - session.lastUsed > this.settings.sessionIdleMs) {
      this.#sessions.delete(session.sid);
      throw new Refusal(commonCode.sessionTimeout);
    }
    const moved = session.address !== presented.address;
    if (this.settings.sourceAddressCheck && moved) throw new Refusal(commonCode.addressChanged);
    const hasToken = session.token !== undefined && presented.token === session.token;
    if (this.settings.csrf && !hasToken) throw new Refusal(commonCode.notPermitted);
    if (this.settings.accounts[session.account]?.administrator !== true) {
      throw new Refusal(commonCode.notPermitted);
    }
    session.lastUsed = this.now();
    return session;
  }
}
