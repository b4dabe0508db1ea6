import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { refusal, secondFactorCodes } from "./dsm/errors";
import { fieldOf, type Credential, type RefusalMemory } from "./dsm/login";
import { Failure } from "./failure";
import { withLock } from "./lock";
import { fileKey } from "./run-folder";

const record = z.object({
  code: z.number(),
  at: z.string(),
  salt: z.string(),
  hash: z.string(),
});

/** Auto Block as shipped bans after several failures within five minutes: one attempt in that time never gets there. */
const pauseMilliseconds = 5 * 60_000;

/**
 * Remembers in a file that the NAS refused a password, so that no later run sends it again: a few wrong logins and DSM
 * bans this machine's address for a day (Auto Block), while the iSCSI traffic goes on and hides it.
 *
 * A wrong password (400) stays refused until it is changed in the settings or the file is removed. Refusals that are
 * cured on the NAS with the same password (a missing group, a locked account) expire after five minutes, and those for
 * the lack of a second factor with another device token. The file
 * holds a salted scrypt hash, never the password.
 */
export class RefusedCredential implements RefusalMemory {
  readonly #key: string;
  readonly #file: string;

  constructor(
    private readonly folder: string,
    private readonly url: string,
    private readonly credential: Credential,
  ) {
    this.#key = fileKey(new URL(url).origin, credential.account);
    this.#file = join(folder, `${this.#key}.refused`);
  }

  async alone<T>(login: () => Promise<T>): Promise<T> {
    const what = `login of account ${JSON.stringify(this.credential.account)}`;
    return await withLock(this.folder, this.#key, login, { poll: 20, what });
  }

  check(withOtp = false): void {
    const found = this.#read();
    if (found === undefined || !this.#isSameCredential(found)) return;
    const { code, at } = found;
    if (code !== 400 && Date.now() - Date.parse(at) > pauseMilliseconds) return;
    if (withOtp && (code === 403 || code === 406)) return;
    const { cause = "no documented meaning", action = "" } = refusal(code) ?? {};
    const what = fieldOf(code) === "password" ? "another password" : "a credential that is let in";
    throw new Failure(
      "login",
      `nas.${fieldOf(code)}: expected ${what}, got the one that ${new URL(this.url).origin} refused to account ` +
        `${JSON.stringify(this.credential.account)} at ${at} with code ${code} (${cause}); it is not tried again` +
        `${code === 400 ? "" : " for five minutes"}, because Auto Block bans this machine's address after a few failures. ` +
        (code === 400
          ? `Change nas.password, or, if the cause was cured on the NAS, remove ${this.#file}`
          : `To do: ${action}; to try at once after that, remove ${this.#file}`),
    );
  }

  refused(code: number): void {
    const salt = randomBytes(16);
    const text = JSON.stringify({
      code,
      at: new Date().toISOString(),
      salt: salt.toString("hex"),
      hash: this.#hash(salt, code).toString("hex"),
    });
    writeFileSync(this.#file, text, { mode: 0o600 });
  }

  accepted(): void {
    rmSync(this.#file, { force: true });
  }

  #read(): z.infer<typeof record> | undefined {
    let text: string;
    try {
      text = readFileSync(this.#file, "utf8");
    } catch {
      return undefined;
    }
    try {
      return record.parse(JSON.parse(text));
    } catch {
      // Cut short by a crash: worth one attempt.
      return undefined;
    }
  }

  #isSameCredential({ salt, hash, code }: z.infer<typeof record>): boolean {
    const known = Buffer.from(hash, "hex");
    const mine = this.#hash(Buffer.from(salt, "hex"), code);
    return known.length === mine.length && timingSafeEqual(known, mine);
  }

  /** Of what the NAS refused: a device token cures a missing second factor, not a wrong password. */
  #hash(salt: Buffer, code: number): Buffer {
    const { password, deviceToken = "" } = this.credential;
    const refused = secondFactorCodes.has(code) ? [password, deviceToken] : [password];
    return scryptSync(JSON.stringify(refused), salt, 32);
  }
}
