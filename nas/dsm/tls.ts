import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  connect as connectTls,
  createSecureContext,
  type SecureContext,
  type TLSSocket,
} from "node:tls";

import { Failure } from "../failure";

/** Where DSM listens and how its certificate is known to be the right one. */
export interface Address {
  /** `https://host:port`, IPv6 in brackets; without path. */
  readonly url: string;
  /** PEM bundle that must have signed the certificate; a self-signed certificate may be given itself. Default: the public authorities. */
  readonly certificateAuthority?: string;
  /** SHA-256 of the one certificate that is accepted, whatever its name and signer. Default: not pinned. */
  readonly certificateFingerprint?: string;
  /** Accepts any certificate, so that whoever sits on the way can read the password. Default false. */
  readonly insecure?: boolean;
}

/** Line for standard error when no certificate is verified; undefined when one is. */
export function trustWarning({ url, insecure = false }: Address): string | undefined {
  if (!insecure) return undefined;
  return (
    `warning: nas.insecure: the certificate of ${url} is not verified, so anybody on the way can read the NAS password; ` +
    "set nas.certificateFingerprint instead"
  );
}

/**
 * Prepares the trust in one authority for any number of connections. The path is relative to the current folder.
 *
 * @param path PEM file; undefined for the public authorities
 * @throws Failure `request` when the file is missing or holds no certificate
 */
export function trust(path: string | undefined): SecureContext {
  if (path === undefined) return createSecureContext();
  const fail = (got: string): Failure =>
    new Failure(
      "request",
      `nas.certificateAuthority: expected a PEM file with the certificate that signed the NAS's, got ${JSON.stringify(path)} (${got}); ` +
        "relative paths start at the current folder",
    );
  let pem: string;
  try {
    pem = readFileSync(path, "utf8");
  } catch (error) {
    throw fail(errorCode(error) === "ENOENT" ? "no such file" : errorCode(error));
  }
  try {
    new X509Certificate(pem);
  } catch {
    throw fail("not a certificate");
  }
  return createSecureContext({ ca: pem });
}

/**
 * Opens a verified TLS connection; nothing is sent before the certificate has been accepted.
 *
 * @throws Failure `unreachable`, with delivery `none` when another attempt may succeed
 */
export async function openTls(
  address: Address,
  secureContext: SecureContext,
  timeoutMilliseconds: number,
): Promise<TLSSocket> {
  const { hostname, port } = new URL(address.url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const pin = address.certificateFingerprint?.toUpperCase();
  return await new Promise<TLSSocket>((resolve, reject) => {
    const socket = connectTls({
      host,
      secureContext,
      port: port === "" ? 443 : Number(port),
      // Said explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment has no effect.
      rejectUnauthorized: pin === undefined && address.insecure !== true,
      ...(/[:]|^[\d.]+$/.test(host) ? {} : { servername: host }),
    });
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error("timeout"), { code: "ETIMEDOUT" }));
    }, timeoutMilliseconds);
    socket.once("close", () => {
      clearTimeout(timer);
    });
    // Stays attached: after this promise has settled it keeps a late error from ending the process.
    socket.on("error", (error: Error) => {
      reject(connectionFailure(address, error));
    });
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      const got = pin === undefined ? undefined : socket.getPeerCertificate().fingerprint256;
      if (got === pin) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(
        new Failure(
          "unreachable",
          `nas.certificateFingerprint: expected ${JSON.stringify(pin)} at ${address.url}, got ${JSON.stringify(got)}; ` +
            "compare it with Control Panel > Security > Certificate before changing the setting",
        ),
      );
    });
  });
}

const retryable = new Map([
  ["ECONNREFUSED", "connection refused"],
  ["ECONNRESET", "connection closed"],
  ["EPIPE", "connection closed"],
  ["EHOSTUNREACH", "no route"],
  ["ENETUNREACH", "no route"],
  ["EADDRNOTAVAIL", "no route"],
  ["ETIMEDOUT", "no answer in time"],
  ["ENOTFOUND", "unknown host name"],
  ["EAI_AGAIN", "name lookup failed"],
]);

function connectionFailure({ url, certificateAuthority }: Address, error: Error): Failure {
  const code = errorCode(error);
  const reason = retryable.get(code);
  if (reason !== undefined)
    return new Failure(
      "unreachable",
      `nas.url: expected DSM to answer at ${JSON.stringify(url)}, got ${reason} (${code}); ` +
        "check that the NAS is up, the address, and DSM's HTTPS port (usually 5001)",
      { delivery: "none" },
    );
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return new Failure(
      "unreachable",
      `nas.url: expected a certificate for ${JSON.stringify(new URL(url).hostname)}, got one for ${JSON.stringify(certificateNames(error))}; ` +
        "use a name of the certificate in nas.url, or give the NAS a certificate with this name or address",
    );
  if (/CERT|SIGNATURE|ISSUER|CHAIN/.test(code))
    return new Failure(
      "unreachable",
      `nas.certificateAuthority: expected the authority that signed the certificate of ${url}, got ` +
        `${JSON.stringify(certificateAuthority ?? "the public authorities")} (${code}); ` +
        "export the NAS's certificate in Control Panel > Security > Certificate and name its file",
    );
  return new Failure(
    "unreachable",
    `nas.url: expected DSM's HTTPS port at ${JSON.stringify(url)}, got an answer that is not TLS (${code})`,
  );
}

function certificateNames(error: Error): string {
  const certificate = (error as { cert?: { subjectaltname?: string; subject?: { CN?: string } } })
    .cert;
  return certificate?.subjectaltname ?? certificate?.subject?.CN ?? "no name";
}

/** System or TLS code of an error, for messages. */
export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "no code";
}
