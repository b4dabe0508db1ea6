import { parseAddress } from "./address";
import { parsePublicKey } from "./known-hosts/public-key";
import { parseSubdomain } from "./kubernetes-name";
import { accepted, refused, type Parsed } from "./parsed";

/** Reads where an SSH server is: the name or the address of a machine. */
export function parseSshHost(text: string): Parsed<string> {
  if (parseAddress(text).ok) return accepted(text);
  const name = parseSubdomain(text);
  return name.ok ? name : refused("the name or address of a machine", name.problem.fix);
}

/**
 * Reads the public host key of an SSH server: its type and the key, as in `/etc/ssh/ssh_host_*_key.pub`.
 *
 * Without one, a client would hand its commands to whoever answers.
 */
export function parseSshHostKey(text: string): Parsed<string> {
  const key = parsePublicKey(text);
  return key.ok ? accepted(text) : key;
}
