import { readFileSync } from "node:fs";
import { join } from "node:path";

const key = (file: string) => readFileSync(join(__dirname, "keys", file), "utf8");

/** Keys that GnuPG, OpenSSH and OpenSSL made for these tests; they open nothing. */
export const keys = {
  /** Armored private key with a passphrase, an encryption subkey, and the public key GnuPG exports for it. */
  gpg: {
    private: key("ed25519.asc"),
    public: key("ed25519-public.asc"),
    fingerprint: "75358B0A468890916209D842A1BEACF41C4F2D74",
  },
  /** The same for RSA, without a passphrase. */
  gpgRsa: {
    private: key("rsa.asc"),
    public: key("rsa-public.asc"),
    fingerprint: "6F0B597EF46C3FC3C268E14C3E1B71D53E88EAC5",
  },
  /** The first one exported with its subkey alone. */
  gpgSubkeys: key("subkeys.asc"),
  ssh: key("ssh"),
  /** With the passphrase "secret". */
  sshEncrypted: key("ssh-encrypted"),
  /** RSA in PKCS#8. */
  app: key("app.pem"),
  /** PKCS#12 in base64. */
  keyStore: key("store.p12.base64"),
};
