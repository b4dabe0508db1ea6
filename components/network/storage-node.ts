/** What configures the adapters of a node; `none` renders no document at all. */
export type Renderer =
  "NetworkManager" | "systemd-networkd" | "butane" | "nmstate" | "talos" | "none";

/** What filters the storage network. */
export type Firewall = "nftables" | "firewalld" | "opnsense" | "none";

/** How a node is reached to put its documents in place. */
export interface SshAccess {
  /** Name or address. */
  readonly host: string;
  /** User that is root, or may become root through sudo without a password. */
  readonly user: string;
  readonly port: number;
  /** Public key of the SSH server, type and key; another one is refused. */
  readonly hostKey: string;
}

/** A node's adapter on the storage network. */
export interface StorageNode {
  /** Name of the adapter. */
  readonly interface?: string;
  /** MAC address of the adapter, where its name is not stable. */
  readonly macAddress?: string;
  /** Static IPv6 address with its prefix length. */
  readonly address?: string;
  /** Largest packet in bytes; absent leaves it to the kernel. */
  readonly mtu?: number;
  /** iSCSI qualified name of the node's initiator; absent leaves the present one alone. */
  readonly initiatorName?: string;
  /** Instead of the network's own renderer. */
  readonly documents?: Renderer;
  /** Puts the documents in place over SSH; absent leaves that to somebody else. */
  readonly apply?: { readonly ssh: SshAccess };
}

/** How initiators wait for the NAS, in seconds. */
export interface IscsiTimeouts {
  /** How long I/O is held back when the only path is gone; then the filesystem becomes read-only. */
  readonly replacementTimeoutSeconds: number;
  /** Pause between two signs of life. */
  readonly noopOutIntervalSeconds: number;
  /** How long a sign of life may take. */
  readonly noopOutTimeoutSeconds: number;
}

/** The addresses of the NAS on the storage network. */
export interface StorageNas {
  /** Portal of its targets, `[ipv6]:port`. */
  readonly portal: string;
  /** Where it exports folders over NFS 4.1; its port is opened only if this address is on the storage network too. */
  readonly nfs?: { readonly server: string };
}

/** Everything the documents of a node are made from, beside the node. */
export interface StorageLink {
  readonly documents: Renderer;
  readonly firewall: Firewall;
  readonly iscsi: IscsiTimeouts;
  /** Minor version of CRI-O on the nodes, e.g. `1.35`; absent where another container runtime runs. */
  readonly crioVersion?: string;
  readonly nas: StorageNas;
}
