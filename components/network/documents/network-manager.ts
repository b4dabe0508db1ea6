import type { StorageNode } from "../storage-node";
import { privateFile, type NodeDocument } from "./document";

/**
 * The adapter as a keyfile of NetworkManager, which ignores a file that others may read.
 *
 * @param zone zone of firewalld; without one, NetworkManager would put the adapter into the default zone
 * @see https://networkmanager.dev/docs/api/latest/nm-settings-keyfile.html
 */
export function networkManagerKeyfile(
  { interface: adapter, macAddress, address, mtu }: StorageNode & { readonly address: string },
  zone?: string,
): NodeDocument {
  return privateFile("/etc/NetworkManager/system-connections/storage.nmconnection", [
    "[connection]",
    "id=storage",
    "type=ethernet",
    ...(adapter === undefined ? [] : [`interface-name=${adapter}`]),
    "autoconnect-priority=10",
    ...(zone === undefined ? [] : [`zone=${zone}`]),
    "",
    "[ethernet]",
    ...(macAddress === undefined ? [] : [`mac-address=${macAddress}`]),
    ...(mtu === undefined ? [] : [`mtu=${mtu}`]),
    "",
    "[ipv4]",
    "method=disabled",
    "",
    // Manual means static: no router is listened to, no address made up from what it says.
    "[ipv6]",
    "method=manual",
    `address1=${address}`,
    "addr-gen-mode=eui64",
    "ip6-privacy=0",
    "ignore-auto-dns=true",
    "ignore-auto-routes=true",
    "never-default=true",
    "may-fail=false",
  ]);
}
