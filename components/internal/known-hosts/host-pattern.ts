import { parseAddress } from "../address";
import { accepted, refused, type Parsed } from "../parsed";

const expected = "a host or a pattern of hosts such as *.example.org";
const label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
const form = new RegExp(`^([a-z0-9*?_-]+\\.)*${label}$`);

/**
 * Reads one pattern of hosts: `*` and `?` stand for any characters, dots too, and `!` before it takes hosts out again.
 *
 * It has to end in a zone or a name. What it stands for it does on every port.
 *
 * @see https://man.openbsd.org/ssh_config.5#PATTERNS
 */
export function parseHostPattern(text: string): Parsed<string> {
  const hosts = text.replace(/^!/, "");
  if (form.test(hosts) && !/^\*[a-z0-9]/.test(hosts)) return accepted(text);
  const address = parseAddress(hosts);
  if (address.ok && address.value.text === hosts) return accepted(text);
  const better = address.ok ? address.value.text : spelling(hosts);
  if (better === undefined) return refused(expected, reason(hosts));
  return refused(
    expected,
    `did you mean ${JSON.stringify(text.startsWith("!") ? `!${better}` : better)}?`,
  );
}

/** Reads a pattern of hosts for which a key is revoked: there every host may be meant. */
export function parseRevokedPattern(text: string): Parsed<string> {
  return text === "*" ? accepted(text) : parseHostPattern(text);
}

/** Whether a list of patterns stands for a host, as OpenSSH decides it: one that takes it out wins. */
export function matchesHost(patterns: readonly string[], host: string): boolean {
  const matching = patterns.filter((pattern) => regular(pattern.replace(/^!/, "")).test(host));
  return matching.length > 0 && !matching.some((pattern) => pattern.startsWith("!"));
}

function regular(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[^\w*?]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`);
}

/** What was probably meant: a zone is written `*.zone`, and all of it in lower case. */
function spelling(hosts: string): string | undefined {
  const lower = hosts.toLowerCase();
  const better = /^[*.]/.test(hosts) ? lower.replace(/^\*?\.?(?=[a-z0-9])/, "*.") : lower;
  return better !== hosts && form.test(better) ? better : undefined;
}

function reason(hosts: string): string | undefined {
  if (/[\s,]/.test(hosts))
    return "one pattern an entry and no space, which voids a line for OpenSSH";
  if (/^\[.*\]:\d+$|^[^:]+:\d+$/.test(hosts)) return "leave out the port, it holds on every port";
  if (/^[*?.]+$/.test(hosts))
    return "it stands for every host, and whoever has a certificate could pose as any of them";
  return /[*?][^.]*$/.test(hosts) ? "it has to end in a zone, * stands for dots too" : undefined;
}
