import { nearest } from "../components/internal/nearest";
import { parseSubdomain } from "../components/internal/kubernetes-name";
import { renderers } from "../stacks/sections/network-documents";
import { valueAt, withValue, type Draft } from "./draft";
import { proposed } from "./nas-questions";
import { textAt, type Question, type Situation } from "./question";

const storageLabel = "network.du5t1n.me/storage";

/** Which cluster; asked before it is looked at. */
export function clusterQuestions(
  { stack, draft }: Situation,
  contexts: readonly string[],
): readonly Question[] {
  return [
    {
      path: ["cluster", "identifier"],
      proposal: textAt(draft, ["cluster", "identifier"]) ?? stack,
    },
    ...(contexts.length > 1
      ? [
          {
            path: ["cluster", "context"],
            choices: contexts,
            optional: true,
            ...proposed(textAt(draft, ["cluster", "context"])),
            objection: (answer: string) =>
              contexts.includes(answer)
                ? undefined
                : `cluster.context: expected one of ${contexts.join(", ")}, got ${JSON.stringify(answer)}`,
          },
        ]
      : []),
  ];
}

/** The path of the kubeconfig comes first: everything about the cluster is read through it. */
export function kubeconfigQuestion({ stack, draft }: Situation): Question {
  const path = ["cluster", "kubeconfig"];
  return { path, proposal: textAt(draft, path) ?? `.kube/${stack}` };
}

/** The nodes with a storage adapter. */
export function nodesQuestion({ draft, discovered: { cluster } }: Situation): Question {
  const path = ["network", "nodes"];
  const before = Object.keys(valueAt(draft, path) ?? {});
  const present = cluster?.nodes;
  const proposal =
    before.length > 0
      ? before
      : (present ?? []).length > 0
        ? likelyNodes(draft, present ?? [])
        : [];
  return {
    path,
    text: "Nodes with a storage adapter, by their names in Kubernetes, with commas between them.",
    ...proposed(proposal.length > 0 ? proposal.join(", ") : undefined),
    ...(present === undefined
      ? {}
      : {
          choices: present.map(
            ({ name, arch, ready, controlPlane }) =>
              `${name} (${arch}${ready ? "" : ", not ready"}${controlPlane ? ", control plane" : ""})`,
          ),
        }),
    read: (answer) => Object.fromEntries(namesIn(answer).map((name) => [name, {}])),
    objection: (answer) => {
      const names = namesIn(answer);
      if (names.length === 0) return "network.nodes: expected at least one node, got nothing";
      const unknown = names.find(
        (name) => present !== undefined && !present.some((node) => node.name === name),
      );
      return unknown === undefined ? undefined : unknownNode(unknown, present ?? []);
    },
    // What is known of a node that stays is not asked for again.
    take: (all, answer) => {
      const known = (valueAt(all, path) ?? {}) as Record<string, unknown>;
      const nodes = Object.fromEntries(namesIn(answer).map((name) => [name, known[name] ?? {}]));
      return withValue(all, path, nodes);
    },
  };
}

/** The adapter of the nodes: nothing where they have their addresses already. */
export function adapterQuestion({ draft }: Situation): Question {
  const [first = ""] = nodeNames(draft);
  const path = ["network", "nodes", first, "interface"];
  return {
    path,
    text: "Adapter of the nodes on the storage network, such as enp2s0, if this stack is to render its configuration; nothing when the nodes have their addresses already.",
    optional: true,
    ...proposed(textAt(draft, path)),
    take: (all, answer) =>
      nodeNames(all).reduce(
        (each, name) => withValue(each, ["network", "nodes", name, "interface"], answer),
        all,
      ),
  };
}

/** What the documents of the adapters hold; asked where there is an adapter. */
export function addressQuestions({ draft }: Situation): readonly Question[] {
  const names = nodeNames(draft);
  const [first = ""] = names;
  if (textAt(draft, ["network", "nodes", first, "interface"]) === undefined) return [];
  const mtu = ["network", "nodes", first, "mtu"];
  return [
    ...names.map((name) => {
      const path = ["network", "nodes", name, "address"];
      return { path, ...proposed(textAt(draft, path)) };
    }),
    {
      path: mtu,
      optional: true,
      ...proposed(textAt(draft, mtu)),
      take: (all: Draft, answer: string) =>
        nodeNames(all).reduce(
          (each, name) => withValue(each, ["network", "nodes", name, "mtu"], Number(answer)),
          all,
        ),
    },
    {
      path: ["network", "documents"],
      choices: renderers,
      proposal: textAt(draft, ["network", "documents"]) ?? "NetworkManager",
    },
  ];
}

/** Nodes that carry the label already; otherwise the ordinary ones that run on amd64. */
export function likelyNodes(
  draft: Draft,
  present: NonNullable<Situation["discovered"]["cluster"]>["nodes"],
): readonly string[] {
  const label = textAt(draft, ["network", "label"]) ?? storageLabel;
  const labelled = present.filter(({ labels }) => labels.includes(label));
  const ordinary = present.filter(
    ({ arch, ready, controlPlane }) => arch === "amd64" && ready && !controlPlane,
  );
  return (labelled.length > 0 ? labelled : ordinary).map(({ name }) => name);
}

function unknownNode(name: string, present: readonly { readonly name: string }[]): string {
  const names = present.map((node) => node.name);
  const near = nearest(name, names);
  const fix = near === undefined ? "" : `; did you mean ${near}?`;
  const expected = parseSubdomain(name).ok ? "a node of the cluster" : "the name of a node";
  return `network.nodes: expected ${expected} (${names.join(", ")}), got ${JSON.stringify(name)}${fix}`;
}

function namesIn(answer: string): string[] {
  return answer.split(/[\s,]+/).filter((name) => name !== "");
}

function nodeNames(draft: Draft): string[] {
  return Object.keys(valueAt(draft, ["network", "nodes"]) ?? {});
}
