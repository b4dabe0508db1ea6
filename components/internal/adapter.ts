import { accepted, refused, type Parsed } from "./parsed";

/** Reads the name of a network adapter as Linux allows it (15 characters). */
export function parseInterface(text: string): Parsed<string> {
  const expected = "an adapter name such as enp2s0, at most 15 characters";
  if (text === "lo") return refused(expected, "the loopback adapter leads to no NAS");
  return /^[\w.@-]{1,15}$/.test(text) && !/^\.+$/.test(text) ? accepted(text) : refused(expected);
}

/** Reads the MAC address of one adapter in the spelling of Linux: lower case, with colons. */
export function parseMacAddress(text: string): Parsed<string> {
  const expected = "a MAC address such as 3c:ec:ef:12:34:56";
  const digits = text.toLowerCase().replaceAll(/[:.-]/g, "");
  if (!/^[0-9a-f]{12}$/.test(digits)) return refused(expected);
  const spelled = digits.replaceAll(/(..)(?=.)/g, "$1:");
  if (spelled !== text) return refused(expected, `did you mean "${spelled}"?`);
  if (Number.parseInt(text.slice(0, 2), 16) % 2 === 1)
    return refused(expected, "it names a group of adapters");
  return /^0+$/.test(digits) ? refused(expected, "it names no adapter") : accepted(text);
}
