import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A self-signed certificate and its key; the certificate is its own authority. */
export interface Identity {
  readonly key: string;
  readonly certificate: string;
  /** SHA-256, hex pairs with colons. */
  readonly fingerprint: string;
  /** File of the certificate. */
  readonly path: string;
}

/** Makes a self-signed certificate for `names`, in openssl's form such as `IP:::1`. */
export function selfSigned(folder: string, name: string, names: string): Identity {
  const [path, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const options = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const subject = ["-days", "2", "-subj", `/CN=${name}`, "-addext", `subjectAltName=${names}`];
  execFileSync("openssl", ["req", "-x509", ...options, ...subject, "-keyout", key, "-out", path], {
    stdio: "ignore",
  });
  const certificate = readFileSync(path, "utf8");
  const fingerprint = new X509Certificate(certificate).fingerprint256;
  return { key: readFileSync(key, "utf8"), certificate, fingerprint, path };
}
