import type { RequiredPackage } from "../../../local/packages/required";
import { debianTools, type ToolEnvironment } from "../../support/debian-tools";

/** What reads, filters and contradicts the documents. */
const packages: readonly RequiredPackage[] = [
  { name: "iproute2", executables: ["ip"] },
  { name: "iputils-ping", executables: ["ping"] },
  { name: "nftables", executables: ["nft"] },
  { name: "network-manager", executables: ["NetworkManager", "nmcli"] },
  { name: "dbus-daemon", executables: ["dbus-daemon"] },
  { name: "systemd", executables: ["systemd-networkd"] },
  { name: "radvd", executables: ["radvd"] },
  { name: "open-iscsi", executables: ["iscsiadm"] },
  { name: "firewalld", executables: ["firewall-offline-cmd"] },
];

let environment: Promise<ToolEnvironment> | undefined;

/** Environment in which the tools of {@link packages} are found. */
export function tools(): Promise<ToolEnvironment> {
  environment ??= debianTools("network", packages);
  return environment;
}
