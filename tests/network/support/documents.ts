import type { NodeDocument } from "../../../components/network/documents/document";
import {
  nasDocuments,
  nodeDocuments,
  type DocumentedNetwork,
} from "../../../components/network/documents/node-documents";

/** A network as settings describe it: the NAS at ::10, two nodes. */
export const network: DocumentedNetwork = {
  label: "network.du5t1n.me/storage",
  documents: "NetworkManager",
  firewall: "nftables",
  iscsi: {
    replacementTimeoutSeconds: 900,
    noopOutIntervalSeconds: 15,
    noopOutTimeoutSeconds: 15,
  },
  nas: { portal: "[fd5c:1a8:7e2b:30::10]:3260" },
  nodes: {
    "worker-1": {
      interface: "enp2s0",
      address: "fd5c:1a8:7e2b:30::21/64",
      mtu: 9000,
      initiatorName: "iqn.1994-05.com.redhat:worker-1",
    },
    "worker-2": { interface: "enp2s0", address: "fd5c:1a8:7e2b:30::22/64", mtu: 9000 },
  },
};

/** Content of a node's document, by the end of its path. */
export function nodeFile(ending: string, changes: Partial<DocumentedNetwork> = {}): string {
  return content(nodeDocuments("worker-1", { ...network, ...changes }), ending);
}

/** Content of a document of what stands in front of the NAS. */
export function nasFile(ending: string, changes: Partial<DocumentedNetwork> = {}): string {
  return content(nasDocuments({ ...network, ...changes }), ending);
}

function content(documents: readonly NodeDocument[], ending: string): string {
  const found = documents.filter(({ path }) => path.endsWith(ending));
  const [document] = found;
  if (document === undefined || found.length > 1)
    throw new Error(`expected one document ${ending}, got ${found.length}`);
  return document.content;
}
