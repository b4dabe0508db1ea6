import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

import type { Api, Call } from "./api";
import { loginCode, Refusal } from "./refusal";
import type { SecondFactor } from "./second-factor";
import type { Sessions } from "./sessions";
import type { Settings } from "./settings";

/** Auto Block: counts failed logins of each address and refuses an address that failed too often. */
export class AutoBlock {
  readonly #failures = new Map<string, number[]>();
  readonly #blockedUntil = new Map<string, number>();

  constructor(
    private readonly settings: Settings,
    private readonly now: () => number,
  ) {}

  /** @throws Refusal 407 while the address is blocked, whatever the password is */
  check(address: string): void {
    if ((this.#blockedUntil.get(address) ?? 0) > this.now()) {
      throw new Refusal(loginCode.addressBlocked);
    }
  }

  /** Remembers a failed login; the one that reaches the limit blocks the next. */
  failed(address: string): void {
    const { failures, windowMs, blockMs } = this.settings.autoBlock;
    const recent = (this.#failures.get(address) ?? []).filter((at) => at > this.now() - windowMs);
    recent.push(this.now());
    this.#failures.set(address, recent);
    if (recent.length < failures) return;
    this.#blockedUntil.set(address, this.now() + blockMs);
    this.#failures.delete(address);
  }

  /** Forgets all failures and blocks. */
  forgive(): void {
    this.#failures.clear();
    this.#blockedUntil.clear();
  }
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** `SYNO.API.Auth`: login and logout, versions 1 to 7 (DSM Login Web API Guide). */
export function authenticationApi(
  settings: Settings,
  sessions: Sessions,
  block: AutoBlock,
  secondFactor: SecondFactor,
): Api {
  const login = async (call: Call): Promise<unknown> => {
    const { fields, address, version, setCookie } = call;
    block.check(address);
    const name = fields.get("account") ?? "";
    const account = Object.hasOwn(settings.accounts, name) ? settings.accounts[name] : undefined;
    const given = digest(fields.get("passwd") ?? "");
    if (account === undefined || !timingSafeEqual(given, digest(account.password))) {
      block.failed(address);
      throw new Refusal(loginCode.badCredentials);
    }
    if (account.refusedWith !== undefined) throw new Refusal(account.refusedWith);
    if (account.disabled) throw new Refusal(loginCode.accountDisabled);
    if (!account.administrator) throw new Refusal(loginCode.notAdministrator);
    requireSecondFactor(call, name);
    const deviceName = fields.get("device_name") ?? "";
    const device =
      fields.get("enable_device_token") === "yes"
        ? await secondFactor.enrol(name, deviceName)
        : undefined;
    const session = sessions.open(name, address, fields.get("enable_syno_token") === "yes");
    if (fields.get("format") === "cookie") setCookie("id", session.sid);
    return {
      account: name,
      ...(device !== undefined && { [version >= 7 ? "device_id" : "did"]: device }),
      is_portal_port: false,
      sid: session.sid,
      ...(session.token === undefined ? {} : { synotoken: session.token }),
    };
  };

  const requireSecondFactor = ({ fields, address }: Call, account: string): void => {
    const shown = (name: string): string | undefined => fields.get(name) || undefined;
    try {
      secondFactor.require({
        account,
        code: shown("otp_code"),
        deviceToken: shown("device_id") ?? shown("did"),
        deviceName: shown("device_name"),
      });
    } catch (error) {
      // Auto Block counts a wrong code like a wrong password.
      const wrong = error instanceof Refusal && error.code === loginCode.badSecondFactor;
      if (wrong) block.failed(address);
      throw error;
    }
  };

  const logout = ({ sid }: Call): unknown => {
    sessions.close(sid);
    return undefined;
  };
  return { minVersion: 1, maxVersion: 7, json: false, session: false, methods: { login, logout } };
}

/** `SYNO.API.Auth.UIConfig`: begins a login of DSM's own pages, version 7 clients take its cookie for a handshake. */
export function loginPageApi(): Api {
  const get = ({ setCookie }: Call): unknown => {
    setCookie("_SSID", randomBytes(32).toString("base64url"));
    return {};
  };
  return { minVersion: 1, maxVersion: 1, json: true, session: false, methods: { get } };
}
