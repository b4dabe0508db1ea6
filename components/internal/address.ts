import ipaddr from "ipaddr.js";

import { accepted, refused, type Parsed } from "./parsed";

/** An IP address in its canonical spelling (RFC 5952: lower case, compressed). */
export interface Address {
  readonly family: 4 | 6;
  /** Without brackets. */
  readonly text: string;
}

/** The address of an adapter together with the length of its on-link prefix. */
export interface InterfaceAddress extends Address {
  readonly prefixLength: number;
}

const zone = "a zone such as %eth0 means another link on every machine";

/**
 * Reads the unicast address of one machine: no zone, no wildcard, no multicast.
 *
 * The result is canonical because an initiator compares portals as texts.
 */
export function parseAddress(text: string): Parsed<Address> {
  const expected = "an IP address";
  if (text.includes("%")) return refused(expected, zone);
  const address = ipAddress(text);
  if (address === undefined) return refused(expected);
  const range = address.range();
  if (range === "unspecified") return refused(expected, "it names no machine");
  if (range === "multicast" || range === "broadcast")
    return refused(expected, "it names a group of machines");
  if (range === "linkLocal")
    return refused(expected, "a link-local address differs in meaning from link to link");
  if (range === "ipv4Mapped") return refused(expected, "write the IPv4 address itself");
  return accepted(canonical(address));
}

/** Reads the address of an IPv6 adapter with its prefix length, e.g. `fd5c:1a8:7e2b:30::21/64`. */
export function parseInterfaceAddress(text: string): Parsed<InterfaceAddress> {
  const expected = "an IPv6 address with its prefix length such as fd5c:1a8:7e2b:30::21/64";
  const [host = "", length, ...rest] = text.split("/");
  const address = parseAddress(host);
  if (!address.ok)
    return refused(expected, address.problem.fix === undefined ? undefined : address.problem.fix);
  if (address.value.family === 4) return refused(expected, "the storage network is IPv6 only");
  if (length === undefined) return refused(expected, `did you mean "${address.value.text}/64"?`);
  if (rest.length > 0 || !/^[1-9]\d{0,2}$/.test(length) || Number(length) > 128)
    return refused(expected, "the prefix length is a number from 1 to 128");
  const prefixLength = Number(length);
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${host}/${length}`).toRFC5952String();
  if (prefixLength < 127 && network === address.value.text)
    return refused(expected, "this is the network itself, give the address of the adapter");
  return accepted({ ...address.value, prefixLength });
}

/** Whether `address` is reached on the adapter's own link, without a router. */
export function onLink(adapter: InterfaceAddress, address: Address): boolean {
  const network = ipaddr.parse(adapter.text);
  const other = ipaddr.parse(address.text);
  return network.kind() === other.kind() && other.match(network, adapter.prefixLength);
}

function ipAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes(":") && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
}

function canonical(address: ipaddr.IPv4 | ipaddr.IPv6): Address {
  return address instanceof ipaddr.IPv6
    ? { family: 6, text: address.toRFC5952String() }
    : { family: 4, text: address.toString() };
}
