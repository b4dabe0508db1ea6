import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

import type { Api } from "./api";

/**
 * `SYNO.API.Encryption`: what a client encrypts a login with that travels over plain HTTP. The simulated NAS speaks
 * HTTPS only, where no client does: it tells the key, but takes no encrypted parameters.
 */
export function encryptionApi(): Api {
  let modulus: Promise<string> | undefined;
  const getinfo = async (): Promise<unknown> => ({
    cipherkey: "__cIpHeRtExT",
    ciphertoken: "__cIpHeRtOkEn",
    public_key: await (modulus ??= newModulus()),
    server_time: Math.floor(Date.now() / 1000),
  });
  const methods = { getinfo };
  return { minVersion: 1, maxVersion: 1, json: true, session: false, methods };
}

async function newModulus(): Promise<string> {
  const { publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const { n = "" } = publicKey.export({ format: "jwk" });
  return Buffer.from(n, "base64url").toString("hex");
}
