import assert from "node:assert/strict";

import type { NodeDocument } from "../../../components/network/documents/document";
import {
  nodeDocuments,
  type DocumentedNetwork,
} from "../../../components/network/documents/node-documents";
import type { StorageNode } from "../../../components/network/storage-node";
import { described } from "./network-args";

/** Documents of one node, whose description is the described one or another. */
export function documents(changes: Partial<DocumentedNetwork>, node: StorageNode) {
  const present = "address" in node ? node : { ...described.nodes["worker-1"], ...node };
  return nodeDocuments("worker-1", { ...described, ...changes, nodes: { "worker-1": present } });
}

/** The one document of that node whose path ends so. */
export function document(changes: Partial<DocumentedNetwork>, node: StorageNode, ending: string) {
  return only(documents(changes, node), ending);
}

/** The one document whose path ends so. */
export function only(all: readonly NodeDocument[], ending: string) {
  const found = all.filter(({ path }) => path.endsWith(ending));
  assert.equal(found.length, 1, `one ${ending} in ${all.map(({ path }) => path).join(", ")}`);
  return found[0]!;
}

/** Sections of an INI file, each with its lines in one. */
export function sectionsOf(content: string): Record<string, string> {
  return Object.fromEntries(
    content
      .split(/^\[(?=\w+\]$)/m)
      .slice(1)
      .map((section) => {
        const [name = "", ...lines] = section.split("\n");
        return [name.slice(0, -1), lines.filter((line) => line !== "").join(" ")];
      }),
  );
}
