import { onLink, parseAddress, parseInterfaceAddress } from "../../internal/address";
import { parsed } from "../../internal/arguments";
import { parsePortal } from "../../internal/portal";
import type { StorageNas } from "../storage-node";

/** Something that the NAS serves on the storage network, over TCP. */
export interface Service {
  /** Without brackets. */
  readonly address: string;
  readonly port: number;
}

const nfsPort = 2049;

/** What the nodes use of the NAS over the adapter with this address: iSCSI, and NFS where it is served there too. */
export function servicesOn(adapterAddress: string, { portal, nfs }: StorageNas): Service[] {
  const { address, port } = parsed(parsePortal, portal);
  const adapter = parsed(parseInterfaceAddress, adapterAddress);
  const server = nfs && parsed(parseAddress, nfs.server);
  return [
    { address: address.text, port },
    ...(server !== undefined && onLink(adapter, server)
      ? [{ address: server.text, port: nfsPort }]
      : []),
  ];
}
