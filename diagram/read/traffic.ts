import { at, groupAt, groupsAt, isGroup, type Group } from "../../policy/inputs";
import type { DiagramResource, Row } from "../topology";
import { componentOf, objects, spaceOf, textAt } from "./kubernetes";

/** Who may talk to the pods of a namespace, and whom they may talk to: what its network policies let through. */
export function trafficOf(
  resources: readonly DiagramResource[],
  namespace: string,
): readonly Row[] {
  const policies = objects(resources, "NetworkPolicy").filter(
    (policy) => spaceOf(policy) === namespace,
  );
  if (policies.length === 0) return [];
  return [...merged("in", policies, "ingress", "from"), ...merged("out", policies, "egress", "to")];
}

/** One row for a peer, however many rules name it. */
function merged(
  sign: "in" | "out",
  policies: readonly DiagramResource[],
  direction: "ingress" | "egress",
  side: "from" | "to",
): readonly Row[] {
  const ports = new Map<string, Set<string>>();
  for (const policy of policies)
    for (const rule of groupsAt(policy.inputs, "spec", direction))
      for (const peer of peersOf(rule, side)) {
        const key = `${peer}\n${whoOf(policy)}`;
        const known = ports.get(key) ?? new Set<string>();
        for (const port of groupsAt(rule, "ports")) known.add(textAt(port, "port"));
        ports.set(key, known);
      }
  return [...ports].map(([key, numbers]) => {
    const [peer = "", who = ""] = key.split("\n");
    const sorted = [...numbers].sort((one, other) => Number(one) - Number(other));
    return { sign, text: peer, note: [who, sorted.join(" ")].filter(Boolean).join(" · ") };
  });
}

function peersOf(rule: Group, side: "from" | "to"): readonly string[] {
  const peers = groupsAt(rule, side);
  // Every policy lets names be looked up; that would be a row in every namespace.
  if (peers.length === 0)
    return groupsAt(rule, "ports").some((port) => textAt(port, "port") !== "53")
      ? ["everybody"]
      : [];
  return [...new Set(peers.map(peerText))];
}

function peerText(peer: Group): string {
  const block = at(peer, "ipBlock");
  if (isGroup(block)) return blockText(block);
  const namespaces = groupAt(peer, "namespaceSelector", "matchLabels");
  const component = textAt(peer, "podSelector", "matchLabels", "app.kubernetes.io/component");
  const name = textAt(namespaces, "kubernetes.io/metadata.name");
  if (name === "" && isGroup(at(peer, "namespaceSelector")))
    return component === "" ? "pods of every namespace" : `${component} of every namespace`;
  return [name, component].filter(Boolean).join("/") || "pods beside them";
}

function blockText(block: Group): string {
  const network = textAt(block, "cidr");
  if (network !== "0.0.0.0/0" && network !== "::/0") return network.replace(/\/(?:32|128)$/, "");
  return at(block, "except") === undefined ? "every host" : "public hosts";
}

/** The pods that a policy is about, where it is not about all of them. */
function whoOf(policy: DiagramResource): string {
  const { inputs } = policy;
  const selected = textAt(
    inputs,
    ...["spec", "podSelector", "matchLabels", "app.kubernetes.io/component"],
  );
  return selected === componentOf(policy) ? "" : selected;
}
