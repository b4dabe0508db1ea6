import { parseAddress, type Address } from "./address";
import { accepted, refused, type Parsed } from "./parsed";

/** Where an iSCSI target listens. */
export interface Portal {
  readonly address: Address;
  readonly port: number;
  /** `[v6]:port` or `v4:port` in canonical spelling: what `targetPortal` of a volume takes. */
  readonly text: string;
}

const expected = "[ipv6]:port or ipv4:port";
const defaultPort = 3260;

/**
 * Reads an iSCSI portal.
 *
 * Names are refused: the initiator logs in only at addresses that the target itself returned from
 * discovery. The port is required: the kubelet appends it only where there is no colon at all,
 * so a bare IPv6 address would stay without one.
 */
export function parsePortal(text: string): Parsed<Portal> {
  const parts = /^\[(?<v6>[^[\]]*)\](?::(?<v6Port>.*))?$|^(?<v4>[\d.]+)(?::(?<v4Port>.*))?$/.exec(
    text,
  )?.groups;
  const host = parts?.["v6"] ?? parts?.["v4"];
  if (host === undefined) return unbracketed(text);

  const address = parseAddress(host);
  if (!address.ok) return refused(expected, address.problem.fix);
  if ((address.value.family === 6) !== (parts?.["v6"] !== undefined))
    return refused(expected, didYouMean(address.value, defaultPort));

  const port = parts?.["v6Port"] ?? parts?.["v4Port"];
  if (port === undefined) return refused(expected, didYouMean(address.value, defaultPort));
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535)
    return refused(expected, "the port is a number from 1 to 65535");
  return accepted({
    address: address.value,
    port: Number(port),
    text: portalText(address.value, Number(port)),
  });
}

function unbracketed(text: string): Parsed<never> {
  const address = parseAddress(text);
  if (address.ok) return refused(expected, didYouMean(address.value, defaultPort));
  if (address.problem.fix !== undefined) return refused(expected, address.problem.fix);
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/i.test(text))
    return refused(
      expected,
      "an initiator logs in only at an address that the NAS returns from discovery, so a name, proxy or virtual address fails",
    );
  return refused(expected);
}

function didYouMean(address: Address, port: number): string {
  return `did you mean "${portalText(address, port)}"?`;
}

function portalText(address: Address, port: number): string {
  const host = address.family === 6 ? `[${address.text}]` : address.text;
  return `${host}:${port}`;
}
