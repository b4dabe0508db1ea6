import { parseName } from "../components/internal/kubernetes-name";
import { accepted, refused, type Parsed } from "../components/internal/parsed";

/** Reads a text without any space in it. */
export function parseWord(text: string): Parsed<string> {
  return /^\S+$/.test(text) ? accepted(text) : refused("a text without spaces");
}

/** Reads the name of an account: what every system it is used with takes. */
export function parseAccount(text: string): Parsed<string> {
  return /^[A-Za-z0-9][\w.-]{0,63}$/.test(text)
    ? accepted(text)
    : refused("a name of letters, digits and . _ -, at most 64");
}

/** Reads the UUID of a NAS node as DSM shows it. */
export function parseUuid(text: string): Parsed<string> {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
    ? accepted(text)
    : refused("a UUID in lower case");
}

/** Reads a SHA-256 fingerprint as browsers and openssl show it. */
export function parseFingerprint(text: string): Parsed<string> {
  return /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/.test(text)
    ? accepted(text)
    : refused("a SHA-256 fingerprint: 32 pairs of hexadecimal digits in capitals, with colons");
}

/** Reads the name of a namespace that this stack makes: those of Kubernetes exist already. */
export function parseNamespace(text: string): Parsed<string> {
  return text === "default" || text.startsWith("kube-")
    ? refused("a namespace of this stack alone", "this one belongs to Kubernetes")
    : parseName(text);
}
