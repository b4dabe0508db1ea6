import ipaddr from "ipaddr.js";

/** Where a target listens, as discovery announces it. */
export interface Portal {
  /** IP address in canonical spelling (RFC 5952), without brackets; a host name as it came. */
  readonly address: string;
  readonly port: number;
}

const defaultPort = 3260;

/**
 * Reads `[v6]:port`, `v4:port` or `name:port`, with or without the port and the group tag that discovery appends.
 *
 * @returns undefined for anything else
 */
export function parsePortal(text: string): Portal | undefined {
  const parts = /^(?:\[(?<v6>[^[\]]+)\]|(?<host>[^:,[\]]+))(?::(?<port>\d{1,5}))?(?:,\d+)?$/.exec(
    text,
  )?.groups;
  const host = parts?.["v6"] ?? parts?.["host"];
  if (host === undefined) return undefined;
  if (parts?.["v6"] !== undefined && !ipaddr.IPv6.isValid(host)) return undefined;
  const port = Number(parts?.["port"] ?? defaultPort);
  return port < 1 || port > 65535 ? undefined : { address: canonical(host), port };
}

/** `[v6]:port` or `v4:port`, as a PersistentVolume names it. */
export function portalText({ address, port }: Portal): string {
  return `${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** Whether an address is valid on one link only; as a portal it is useless, it comes without its zone. */
export function isLinkLocal({ address }: Portal): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === "linkLocal";
}

/** A network such as `fd00:5::/64`; undefined when the text is none. */
export function parsePrefix(text: string): ((portal: Portal) => boolean) | undefined {
  if (!ipaddr.isValidCIDR(text)) return undefined;
  const [network, length] = ipaddr.parseCIDR(text);
  return ({ address }) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.parse(address);
    return parsed.kind() === network.kind() && parsed.match(network, length);
  };
}

function canonical(host: string): string {
  if (ipaddr.IPv6.isValid(host)) return ipaddr.IPv6.parse(host).toRFC5952String();
  return host.toLowerCase();
}
