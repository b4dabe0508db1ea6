import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import type { Credential, RefusalMemory } from "./dsm/session";
import { Failure } from "./failure";
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
 * cured on the NAS with the same password (a missing group, a locked account) expire after five minutes. The file
 * holds a salted scrypt hash, never the password.
 */
export class RefusedCredential implements RefusalMemory {
  readonly #file: string;

  constructor(
    folder: string,
    private readonly url: string,
    private readonly credential: Credential,
  ) {
    this.#file = join(folder, `${fileKey(new URL(url).origin, credential.account)}.refused`);
  }

  check(): void {
    const found = this.#read();
    if (found === undefined || !this.#isSamePassword(found)) return;
    if (found.code !== 400 && Date.now() - Date.parse(found.at) > pauseMilliseconds) return;
    throw new Failure(
      "login",
      `nas.password: expected another password, got the one that ${new URL(this.url).origin} refused to account ` +
        `${JSON.stringify(this.credential.account)} at ${found.at} with code ${found.code}; it is not tried again, because Auto Block ` +
        `bans this machine's address after a few failures. Change nas.password, or, if the cause was cured on the NAS, remove ${this.#file}`,
    );
  }

  refused(code: number): void {
    const salt = randomBytes(16);
    const text = JSON.stringify({
      code,
      at: new Date().toISOString(),
      salt: salt.toString("hex"),
      hash: this.#hash(salt).toString("hex"),
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

  #isSamePassword({ salt, hash }: z.infer<typeof record>): boolean {
    const known = Buffer.from(hash, "hex");
    const mine = this.#hash(Buffer.from(salt, "hex"));
    return known.length === mine.length && timingSafeEqual(known, mine);
  }

  #hash(salt: Buffer): Buffer {
    return scryptSync(this.credential.password, salt, 32);
  }
}
