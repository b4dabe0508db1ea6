/** A resource as the diagram reads it: from a preview, from mocks or from a stack's state. */
export interface DiagramResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What a row is about; it decides the row's sign. */
export type Sign = "workload" | "schedule" | "agents" | "claim" | "secret" | "in" | "out";

/** One line in a namespace: something in it, or somebody it may talk to. */
export interface Row {
  readonly sign: Sign;
  readonly text: string;
  /** What is said of it at the end of the line. */
  readonly note: string;
}

/** Role of a namespace within the stack; it decides the colour. */
export type Role = "controller" | "builds" | "team" | "storage";

/** A namespace with everything in it. */
export interface Space {
  readonly name: string;
  readonly role: Role;
  /** Pod Security Standard that the API server enforces; empty when none. */
  readonly standard: string;
  readonly contents: readonly Row[];
  /** Who may talk to its pods and whom they may talk to, as the network policies say. */
  readonly traffic: readonly Row[];
}

/** A way into the cluster. */
export interface Entry {
  readonly text: string;
  readonly note: string;
  /** Namespace it leads to. */
  readonly to: string;
}

/** A node that reaches the NAS. */
export interface StorageNode {
  readonly name: string;
}

/** Something on the NAS that a claim is about. */
export interface NasItem {
  readonly kind: "lun" | "folder";
  readonly name: string;
  readonly size: string;
  /** `namespace/claim` of whoever uses it; empty when nobody does. */
  readonly claim: string;
}

/** Everything the picture shows. */
export interface Topology {
  readonly stack: string;
  readonly spaces: readonly Space[];
  readonly entries: readonly Entry[];
  readonly nodes: readonly StorageNode[];
  /** Label by which nodes with a storage adapter are told apart. */
  readonly nodeLabel: string;
  /** Architectures that pods of the stack ask for. */
  readonly architectures: readonly string[];
  /** Where initiators find the NAS, e.g. `[fd00::10]:3260`; empty without a LUN. */
  readonly portal: string;
  readonly items: readonly NasItem[];
}
