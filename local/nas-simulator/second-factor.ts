import { randomBytes } from "node:crypto";

import { loginCode, Refusal } from "./refusal";
import type { Settings } from "./settings";
import type { Store } from "./store";

/** What a login shows beside the password. */
export interface SecondFactorShown {
  readonly account: string;
  readonly code: string | undefined;
  readonly deviceToken: string | undefined;
  readonly deviceName: string | undefined;
}

/** Second factors: one-time codes, each good once, and device tokens that stand in for them until the NAS is wiped. */
export class SecondFactor {
  readonly #used = new Set<string>();

  constructor(
    private readonly settings: Settings,
    private readonly store: Store,
  ) {}

  /** @throws Refusal 403 without a code or known device, 404 for a wrong or used code, 406 when one must be set up */
  require(shown: SecondFactorShown): void {
    const codes = this.settings.accounts[shown.account]?.oneTimeCodes;
    if (codes === undefined) {
      if (this.settings.secondFactorEnforced) throw new Refusal(loginCode.secondFactorEnforced);
      return;
    }
    if (shown.deviceToken !== undefined && this.#isKnown(shown)) return;
    if (shown.code === undefined) throw new Refusal(loginCode.secondFactorRequired);
    const key = `${shown.account}\n${shown.code}`;
    if (!codes.includes(shown.code) || this.#used.has(key)) {
      throw new Refusal(loginCode.badSecondFactor);
    }
    this.#used.add(key);
  }

  /** Remembers a device that passed; returns the token it logs in with from now on. */
  async enrol(account: string, name: string): Promise<string> {
    const token = randomBytes(48).toString("base64url");
    await this.store.change((draft) => {
      draft.devices = draft.devices.filter((one) => one.account !== account || one.name !== name);
      draft.devices.push({ account, name, token });
    });
    return token;
  }

  /** Makes every code good again. */
  forget(): void {
    this.#used.clear();
  }

  #isKnown({ account, deviceToken, deviceName }: SecondFactorShown): boolean {
    return this.store.record.devices.some(
      (one) => one.account === account && one.token === deviceToken && one.name === deviceName,
    );
  }
}
