import { parseAddress } from "./address";
import { parseSubdomain } from "./kubernetes-name";
import { accepted, refused, type Parsed } from "./parsed";

/** Reads where an SSH server is: the name or the address of a machine. */
export function parseSshHost(text: string): Parsed<string> {
  if (parseAddress(text).ok) return accepted(text);
  const name = parseSubdomain(text);
  return name.ok ? name : refused("the name or address of a machine", name.problem.fix);
}

const form =
  /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) AAAA[A-Za-z0-9+/]{40,}={0,2}( \S+)?$/;

/**
 * Reads the public host key of an SSH server: its type and the key, as in `/etc/ssh/ssh_host_*_key.pub`.
 *
 * Without one, a client would hand its commands to whoever answers.
 */
export function parseSshHostKey(text: string): Parsed<string> {
  const expected = "a public host key such as ssh-ed25519 AAAA…";
  if (form.test(text)) return accepted(text);
  const [, ...rest] = text.split(" ");
  return refused(
    expected,
    form.test(rest.join(" ")) ? "leave out the host before the key's type" : undefined,
  );
}
