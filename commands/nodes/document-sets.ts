import type { NodeDocument } from "../../components/network/documents/document";
import { nasDocuments, nodeDocuments } from "../../components/network/documents/node-documents";
import { readStackFile } from "../../stacks/plain";

/** Documents of one machine. */
export interface DocumentSet {
  /** Name of the node, or `NAS`, which no node can be called, for what stands in front of the NAS. */
  readonly machine: string;
  readonly documents: readonly NodeDocument[];
}

/**
 * The documents that the settings of a stack ask for.
 *
 * @param node one node alone; absent for all of them and what stands in front of the NAS
 * @throws when the settings have problems, listing all of them, or name no such node
 */
export function documentSets(root: string, stack: string, node?: string): DocumentSet[] {
  const { sections, problems } = readStackFile(root, stack);
  if (sections === undefined) throw new Error(problems.join("\n"));
  const network = { ...sections.network, nas: sections.nas };
  const names = Object.keys(network.nodes);
  if (node !== undefined && !names.includes(node))
    throw new Error(
      `node: expected a node of network.nodes (${names.join(", ")}), got ${JSON.stringify(node)}`,
    );
  const sets = names
    .filter((name) => node === undefined || name === node)
    .map((machine) => ({ machine, documents: nodeDocuments(machine, network) }));
  const nas = node === undefined ? nasDocuments(network) : [];
  return nas.length === 0 ? sets : [...sets, { machine: "NAS", documents: nas }];
}
