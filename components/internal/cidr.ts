import ipaddr from "ipaddr.js";

import { accepted, refused, type Parsed } from "./parsed";

/** Every address there is: what a policy names that cannot know more. */
export const everywhere: readonly string[] = ["0.0.0.0/0", "::/0"];

const expected = "a network such as 10.0.0.0/8 or fd00::/8";

/**
 * Reads a network in CIDR notation, in its canonical spelling.
 *
 * Host bits are refused: what they mean differs from one network plugin to the next. So are spellings that only
 * differ, because equal networks are found by equal texts.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource
 */
export function parseCidr(text: string): Parsed<string> {
  if (text.includes("%")) return refused(expected, "a zone means another link on every machine");
  const [host = "", length, ...rest] = text.split("/");
  const address = addressOf(host);
  if (address === undefined || rest.length > 0) return refused(expected);
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress())
    return refused(expected, "write the IPv4 network itself");
  const longest = address instanceof ipaddr.IPv6 ? 128 : 32;
  if (length === undefined)
    return refused(expected, `did you mean "${spelling(address)}/${longest}"?`);
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > longest)
    return refused(expected, `the prefix length is a number from 0 to ${longest}`);
  const network = `${spelling(networkOf(address, Number(length)))}/${length}`;
  return text === network ? accepted(text) : refused(expected, `did you mean "${network}"?`);
}

function addressOf(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes(":") && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, length: number): ipaddr.IPv4 | ipaddr.IPv6 {
  const text = `${address.toString()}/${length}`;
  return address instanceof ipaddr.IPv6
    ? ipaddr.IPv6.networkAddressFromCIDR(text)
    : ipaddr.IPv4.networkAddressFromCIDR(text);
}

function spelling(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}
