import { parseAddress } from "../address";
import { parseSubdomain } from "../kubernetes-name";
import { accepted, refused, type Parsed } from "../parsed";

/** Port of SSH servers, which known hosts do not mention. */
export const sshPort = 22;

/**
 * Reads the name under which a client knows an SSH server, as known hosts spell it: a name or an address, and
 * `[<host>]:<port>` where the server is not on port 22.
 *
 * @see https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT
 */
export function parseKnownName(text: string): Parsed<string> {
  const expected = "a host, or [<host>]:<port> of an SSH server";
  const [, host = text, port] = /^\[(.*)\]:(\d{1,5})$/.exec(text) ?? [];
  const name = parseHost(host);
  if (!name.ok) return refused(expected, repair(text) ?? name.problem.fix);
  if (port === undefined) return accepted(text);
  const number = Number(port);
  if (number === sshPort) return refused(expected, `did you mean ${JSON.stringify(name.value)}?`);
  return number > 0 && number < 65536 && String(number) === port
    ? accepted(text)
    : refused(expected, "a port is a number from 1 to 65535");
}

/** What known hosts call a server. */
export function knownName(host: string, port: number): string {
  return port === sshPort ? host : `[${host}]:${port}`;
}

function parseHost(text: string): Parsed<string> {
  const address = parseAddress(text);
  if (!address.ok)
    return text.includes(":") || /^[\d.]+$/.test(text)
      ? refused("an address", address.problem.fix)
      : parseSubdomain(text);
  const { text: canonical } = address.value;
  return canonical === text
    ? accepted(text)
    : refused("an address", `did you mean ${JSON.stringify(canonical)}?`);
}

function repair(text: string): string | undefined {
  if (/[*?!]/.test(text)) return "patterns are for authorities, a key belongs to hosts by name";
  if (text.includes(",")) return "one name an entry, others are aliases";
  const [, host, port] = /^([^:[\]]+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || port === undefined || !parseHost(host).ok) return undefined;
  return `did you mean ${JSON.stringify(knownName(host, Number(port)))}?`;
}
