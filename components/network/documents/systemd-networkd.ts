import type { StorageNode } from "../storage-node";
import { readableFile, type NodeDocument } from "./document";

/**
 * The adapter as files of systemd-networkd: its network and, where both a name and a MAC address are known, the link
 * file that gives the adapter this name.
 *
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.network.html
 */
export function systemdNetworkdFiles({
  interface: adapter,
  macAddress,
  address,
  mtu,
}: StorageNode & { readonly address: string }): NodeDocument[] {
  const network = readableFile("/etc/systemd/network/10-storage.network", [
    "[Match]",
    ...(adapter === undefined ? [] : [`Name=${adapter}`]),
    ...(macAddress === undefined ? [] : [`MACAddress=${macAddress}`]),
    "",
    "[Link]",
    ...(mtu === undefined ? [] : [`MTUBytes=${mtu}`]),
    // The node is online without its NAS: waiting would only delay everything else.
    "RequiredForOnline=no",
    "",
    "[Network]",
    `Address=${address}`,
    "DHCP=no",
    "IPv6AcceptRA=no",
    "LinkLocalAddressing=ipv6",
    "LLMNR=no",
    "MulticastDNS=no",
  ]);
  if (adapter === undefined || macAddress === undefined) return [network];
  const link = readableFile("/etc/systemd/network/10-storage.link", [
    "[Match]",
    `PermanentMACAddress=${macAddress}`,
    "",
    "[Link]",
    `Name=${adapter}`,
  ]);
  return [network, link];
}
