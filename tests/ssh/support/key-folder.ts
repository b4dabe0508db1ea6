import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "../../../local/execa";
import { tools } from "./tools";

/** What a certificate says. */
export interface CertificateOptions {
  /** Name of the key that signs it. */
  readonly authority: string;
  /** Names it is for. */
  readonly principals: readonly string[];
  /**
   * From when to when, as ssh-keygen takes it.
   *
   * @default - from a minute ago for an hour
   */
  readonly validity?: string;
  /** Whether it is one of a user, whom no host should believe to be a host. */
  readonly user?: boolean;
}

/** A folder of keys and certificates that ssh-keygen makes. */
export class KeyFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "jenkins-stack-ssh-"));

  /**
   * Makes a key.
   *
   * @param type type of the key, with its bits where the type has a choice: `ed25519`, `rsa 3072`
   * @returns its public half: type, data, comment
   */
  async key(name: string, type = "ed25519"): Promise<string> {
    const [kind = "", bits] = type.split(" ");
    const size = bits === undefined ? [] : ["-b", bits];
    await this.keygen("-q", "-t", kind, ...size, "-N", "", "-C", name, "-f", this.path(name));
    return readFileSync(this.path(`${name}.pub`), "utf8").trimEnd();
  }

  /**
   * Signs a key.
   *
   * @param name name of the certificate
   * @param key name of the key it is for
   */
  async certificate(name: string, key: string, options: CertificateOptions): Promise<void> {
    const { authority, principals, validity = "-1m:+1h", user = false } = options;
    copyFileSync(this.path(`${key}.pub`), this.path(`${name}.pub`));
    const identity = ["-I", name, "-n", principals.join(","), "-V", validity];
    const signed = [...(user ? [] : ["-h"]), ...identity, this.path(`${name}.pub`)];
    await this.keygen("-q", "-s", this.path(authority), ...signed);
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async keygen(...args: string[]): Promise<void> {
    await execa("ssh-keygen", args, { env: await tools() });
  }
}
