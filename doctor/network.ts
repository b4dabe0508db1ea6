import { onLink, parseInterfaceAddress } from "../components/internal/address";
import { parsePortal } from "../components/internal/portal";
import type { Sections } from "../stacks/settings";
import { fine, type Finding } from "./finding";

const ordinaryMtu = 1500;
/** Bytes of an IPv6 header and an ICMPv6 echo around its payload. */
const ipv6EchoBytes = 48;
/** The same of IPv4. */
const ipv4EchoBytes = 28;

/**
 * What the settings say of the storage network that no machine outside it can look at: a hint how to prove it.
 *
 * That the portal is in the prefix of every adapter, and that all have one MTU, the settings have been checked for.
 */
export function networkFindings({
  nas,
  network,
}: Pick<Sections, "nas" | "network">): readonly Finding[] {
  const portal = parsePortal(nas.portal);
  if (!portal.ok) return [];
  const adapters = Object.values(network.nodes);
  const prefixes = adapters.flatMap(({ address }) => {
    const read = address === undefined ? undefined : parseInterfaceAddress(address);
    return read?.ok === true && onLink(read.value, portal.value.address) ? [read.value] : [];
  });
  const [prefix] = prefixes;
  const { text, family } = portal.value.address;
  const mtu = adapters.find((adapter) => adapter.mtu !== undefined)?.mtu ?? ordinaryMtu;
  const payload = mtu - (family === 6 ? ipv6EchoBytes : ipv4EchoBytes);
  const ping = `on a node: ping -c 3 -M do -s ${payload} ${text}`;
  return [
    fine(
      "storage network",
      prefix === undefined
        ? "no adapter has an address in the settings: that the portal is on its link is not known here"
        : `${text} is on the link of ${prefixes.length} of ${adapters.length} adapters (/${prefix.prefixLength})`,
    ),
    fine(
      "MTU",
      mtu > ordinaryMtu
        ? `${mtu} bytes: every switch port in between must carry them, otherwise login works and bulk transfer hangs; ${ping}`
        : `${mtu} bytes; ${ping}`,
    ),
  ];
}
