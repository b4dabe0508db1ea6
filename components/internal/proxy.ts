import { accepted, refused, type Parsed } from "./parsed";

/** An HTTP proxy on the way out of the cluster. */
export interface ProxyAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads the address of an HTTP proxy. One that asks for a password is refused: the address stands in the pod. */
export function parseProxyUrl(text: string): Parsed<ProxyAddress> {
  const expected = "http://<host>:<port>";
  if (/^\w+:\/\/[^/]*@/.test(text))
    return {
      ok: false,
      problem: {
        expected: `${expected} without a user or password in it`,
        fix: "the address is shown in previews and in the pod",
        found: "one with them",
      },
    };
  const [, host, port] = /^http:\/\/(\[[0-9a-f:]+\]|[a-z0-9.-]+):(\d{1,5})$/.exec(text) ?? [];
  if (host !== undefined && Number(port) > 0 && Number(port) < 65536)
    return accepted({ host, port: Number(port) });
  return refused(
    expected,
    text.startsWith("https:")
      ? "the JVM speaks plain HTTP to its proxy; what passes through is encrypted all the same"
      : undefined,
  );
}

/**
 * Reads a host that is reached without the proxy: `name`, `.domain` for everything below it, or an address.
 *
 * Neither `*.domain` nor a prefix of addresses: curl, git and the JVM agree on the forms above only.
 */
export function parseDirectHost(text: string): Parsed<string> {
  const expected = "a host name, .domain or an address";
  if (/^\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(text) || /^[0-9a-f]*:[0-9a-f:]+$/.test(text))
    return accepted(text);
  const domain = /^\*(\.[a-z0-9.-]+)$/.exec(text)?.[1];
  if (domain !== undefined) return refused(expected, `did you mean "${domain}"?`);
  return refused(
    expected,
    text.includes("/") ? "not every client understands a prefix of addresses" : undefined,
  );
}
