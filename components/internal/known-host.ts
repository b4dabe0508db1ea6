import { accepted, refused, type Parsed } from "./parsed";

const keyTypes = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "ssh-rsa",
];

/**
 * Reads one line of known hosts with a host's own key, e.g. `git.example ssh-ed25519 AAAA…`.
 *
 * Marked lines are refused: only OpenSSH reads them, the Git plugin's own client is not known to.
 *
 * @see https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT
 */
export function parseKnownHost(text: string): Parsed<string> {
  const expected = 'a host and its key such as "git.example ssh-ed25519 AAAA…"';
  if (text.startsWith("@"))
    return refused(expected, "the Git plugin reads plain keys only, no certificate authorities");
  const [hosts = "", type = "", key = "", ...rest] = text.split(" ");
  if (text.includes("PRIVATE KEY")) return hidden(expected);
  if (!/^(\|1\|[\w+/=]+\|[\w+/=]+|[\w.:[\],*?!-]+)$/.test(hosts)) return refused(expected);
  if (!keyTypes.includes(type)) return refused(expected, `key types are ${keyTypes.join(", ")}`);
  return carries(key, type) && rest.every((word) => /^[\w@.+-]+$/.test(word))
    ? accepted(text)
    : refused(expected, "copy the whole line, which ssh-keyscan prints");
}

/** Whether a key is Base64 of data that names the key's own type first. */
function carries(key: string, type: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(key)) return false;
  const bytes = Buffer.from(key, "base64");
  return (
    bytes.length > 4 + type.length &&
    bytes.readUInt32BE(0) === type.length &&
    bytes.subarray(4, 4 + type.length).toString("latin1") === type
  );
}

function hidden(expected: string): Parsed<never> {
  return { ok: false, problem: { expected, found: "a private key" } };
}
