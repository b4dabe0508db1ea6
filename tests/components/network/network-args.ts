import type { StorageNetworkArgs } from "../../../components/network/storage-network";

/** A public host key; its private half exists nowhere. */
export const hostKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ5Yl4kVN2X6hG3T7m0rWqS1uQ9dFoLbPz8cKeRnAtM";

/** A complete storage network without documents. */
export const bare: StorageNetworkArgs = {
  label: "network.du5t1n.me/storage",
  nodes: { "worker-1": {}, "worker-2": {} },
  documents: "none",
  firewall: "none",
  iscsi: { replacementTimeoutSeconds: 900, noopOutIntervalSeconds: 15, noopOutTimeoutSeconds: 15 },
  nas: { portal: "[fd00:1::10]:3260", nfs: { server: "fd00:2::10" } },
};

/** A complete storage network with one described node. */
export const described: StorageNetworkArgs = {
  ...bare,
  documents: "NetworkManager",
  nodes: {
    "worker-1": {
      interface: "enp2s0",
      address: "fd00:1::21/64",
      mtu: 9000,
      initiatorName: "iqn.1994-05.com.redhat:worker-1",
    },
  },
};
