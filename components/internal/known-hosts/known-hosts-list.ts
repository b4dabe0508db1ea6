import { parsed } from "../arguments";
import { knownName } from "./host-name";
import { matchesHost } from "./host-pattern";
import { keyText, parsePublicKey } from "./public-key";

/** Whose host keys are trusted. Equal to the section `knownHosts` of the settings. */
export interface KnownHostsList {
  /** Keys that sign certificates of hosts, by names of one's choice. */
  readonly authorities: Readonly<Record<string, HostAuthority>>;
  /** Hosts without certificates, by the name or `[<host>]:<port>` clients ask for. */
  readonly hosts: Readonly<Record<string, KnownHost>>;
  /** Keys that are not trusted any more, by names of one's choice. */
  readonly revoked: Readonly<Record<string, HostAuthority>>;
}

/** A key and the hosts it speaks for: one's authority, or its end. */
export interface HostAuthority {
  /** Patterns of hosts; one with `!` takes hosts out. */
  readonly patterns: readonly string[];
  readonly key: string;
}

/** A host with keys of its own. */
export interface KnownHost {
  /** Its public keys, one a type. */
  readonly keys: readonly string[];
  /** Other names that clients ask for. */
  readonly aliases: readonly string[];
}

/** What a stack gets that sets nothing of the section `knownHosts`. */
export const nothingKnown: KnownHostsList = { authorities: {}, hosts: {}, revoked: {} };

/** Whether the list says nothing at all. */
export function isEmpty({ authorities, hosts, revoked }: KnownHostsList): boolean {
  return [authorities, hosts, revoked].every((entries) => Object.keys(entries).length === 0);
}

/**
 * The list in the form that OpenSSH, Git and the Git plugin read: one line a key, in an order that settings do not
 * change.
 *
 * Revoked keys come first: the Git plugin's own client goes by the first line that a key fits, where OpenSSH reads all.
 *
 * @param list one whose parts are fine
 * @see https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT
 * @see https://github.com/eclipse-jgit/jgit/blob/master/org.eclipse.jgit.ssh.apache/src/org/eclipse/jgit/internal/transport/sshd/OpenSshServerKeyDatabase.java
 */
export function knownHostsLines({ authorities, hosts, revoked }: KnownHostsList): string[] {
  const marked = (marker: string, entries: KnownHostsList["revoked"]) =>
    sorted(entries).map(
      ([name, { patterns, key }]) => `${marker} ${patterns.join(",")} ${canonical(key)} ${name}`,
    );
  const plain = sorted(hosts).flatMap(([name, { keys, aliases }]) =>
    keys.map((key) => `${[name, ...aliases].join(",")} ${canonical(key)}`),
  );
  return [...marked("@revoked", revoked), ...marked("@cert-authority", authorities), ...plain];
}

/** {@link knownHostsLines} as a file, e.g. `/etc/ssh/ssh_known_hosts`. */
export function knownHostsFile(list: KnownHostsList): string {
  return knownHostsLines(list)
    .map((line) => `${line}\n`)
    .join("");
}

/** Whether a client that has the list can verify an SSH server: it has its key, or an authority's for its name. */
export function isKnown({ authorities, hosts }: KnownHostsList, host: string, port: number) {
  const names = Object.entries(hosts).flatMap(([name, { aliases }]) => [name, ...aliases]);
  return (
    // OpenSSH asks without the port, too.
    [host, knownName(host, port)].some((name) => names.includes(name)) ||
    Object.values(authorities).some(({ patterns }) => matchesHost(patterns, host))
  );
}

function sorted<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
}

function canonical(key: string): string {
  return keyText(parsed(parsePublicKey, key));
}
