import { X509Certificate } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "../execa";

const days = "3650";
const renewalMs = 30 * 86_400_000;

const serverExtensions = [
  "basicConstraints=critical,CA:FALSE",
  "keyUsage=critical,digitalSignature",
  "extendedKeyUsage=serverAuth",
  "subjectAltName=IP:::1,IP:127.0.0.1,DNS:localhost",
].join("\n");

/**
 * Makes sure that `ca.crt`, `server.crt` and `server.key` exist in a folder and stay valid for a month; what is
 * there is kept. Needs the `openssl` command.
 */
export async function ensureCertificates(folder: string): Promise<void> {
  const scratch = mkdtempSync(join(folder, "certificates-"));
  const openssl = (...args: string[]): Promise<unknown> =>
    execa("openssl", args, { cwd: scratch, stdin: "ignore" });
  const keep = (name: string): void => {
    chmodSync(join(scratch, name), name.endsWith(".key") ? 0o600 : 0o644);
    renameSync(join(scratch, name), join(folder, name));
  };
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  try {
    if (!isValid(folder, "ca")) {
      // prettier-ignore
      await openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.crt", "-days", days,
        "-subj", "/CN=jenkins-stack simulated NAS authority",
        "-addext", "keyUsage=critical,keyCertSign,cRLSign");
      keep("ca.key");
      keep("ca.crt");
    }
    const authority = new X509Certificate(readFileSync(join(folder, "ca.crt")));
    if (!isValid(folder, "server", authority)) {
      writeFileSync(join(scratch, "extensions"), `${serverExtensions}\n`);
      // prettier-ignore
      await openssl("req", "-new", ...newKey, "-keyout", "server.key", "-out", "server.csr",
        "-subj", "/CN=localhost");
      // prettier-ignore
      await openssl("x509", "-req", "-in", "server.csr", "-CA", join(folder, "ca.crt"),
        "-CAkey", join(folder, "ca.key"), "-CAcreateserial", "-CAserial", "serial",
        "-extfile", "extensions", "-days", days, "-out", "server.crt");
      keep("server.key");
      keep("server.crt");
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function isValid(folder: string, name: string, issuer?: X509Certificate): boolean {
  const [certificate, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  if (!existsSync(certificate) || !existsSync(key)) return false;
  const parsed = new X509Certificate(readFileSync(certificate));
  const issued = issuer === undefined || parsed.verify(issuer.publicKey);
  return issued && Date.parse(parsed.validTo) - Date.now() > renewalMs;
}
