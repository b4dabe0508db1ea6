import { nearest } from "../../components/internal/nearest";
import type { Sections } from "../../stacks/settings";
import { fault, fine, warning, type Finding } from "../finding";
import type { NodeView } from "./node-view";

type Placement = Pick<Sections, "network" | "jenkins">;

const mostNames = 8;

/** What the nodes of the cluster say about those of the settings. */
export function nodeFindings(
  present: readonly NodeView[],
  settings: Placement,
): readonly Finding[] {
  const names = Object.keys(settings.network.nodes);
  const storageNodes = present.filter(({ name }) => names.includes(name));
  return [
    ...names.map((name) => nodeFinding(name, present, settings)),
    placementFinding(storageNodes, settings),
    ...strays(present, settings),
  ];
}

function nodeFinding(
  name: string,
  present: readonly NodeView[],
  { network, jenkins }: Placement,
): Finding {
  const check = `node ${name}`;
  const node = present.find((one) => one.name === name);
  if (node === undefined) return missingNode(check, name, present);
  const labelled = network.label in node.labels;
  const found = [
    node.arch,
    node.ready ? "ready" : "not ready",
    ...(node.schedulable ? [] : ["cordoned"]),
    labelled ? `labelled ${network.label}` : "the next pulumi up labels it",
  ].join(", ");
  if (!node.ready)
    return warning(check, found, "look at its kubelet: nothing of the stack can run there");
  if (!node.schedulable)
    return warning(check, found, `kubectl uncordon ${name}, once it may be used again`);
  if (node.arch !== jenkins.arch)
    return warning(
      check,
      found,
      `jenkins.arch is ${jenkins.arch}: Jenkins never runs there, so take it out of network.nodes`,
    );
  return runtimeFinding(check, found, node, network.crioVersion) ?? fine(check, found);
}

function missingNode(check: string, name: string, present: readonly NodeView[]): Finding {
  const names = present.map((node) => node.name);
  const near = nearest(name, names);
  const some = names.slice(0, mostNames).join(", ");
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return fault(
    check,
    `the cluster has no such node; it has ${some === "" ? "none" : some}${more}`,
    near === undefined
      ? "correct network.nodes: a missing node fails the preview"
      : `did you mean ${near}? a missing node fails the preview`,
  );
}

/** CRI-O does not start with a name it does not know, so that its version is a setting. */
function runtimeFinding(
  check: string,
  found: string,
  { runtime }: NodeView,
  declared: string | undefined,
): Finding | undefined {
  const [, minor] = /^cri-o:\/\/(\d+\.\d+)/.exec(runtime) ?? [];
  if (declared === undefined || runtime === "" || minor === declared) return undefined;
  return warning(
    check,
    `${found}, ${runtime}, while network.crioVersion is ${declared}`,
    minor === undefined ? "take network.crioVersion away" : `set network.crioVersion to "${minor}"`,
  );
}

function placementFinding(storageNodes: readonly NodeView[], { jenkins }: Placement): Finding {
  const check = "placement";
  const usable = storageNodes.filter(
    (node) =>
      node.ready && node.schedulable && node.arch === jenkins.arch && tolerated(node, jenkins),
  );
  const names = usable.map(({ name }) => name).join(", ");
  if (usable.length > 0) return fine(check, `Jenkins can run on ${names}`);
  const tainted = storageNodes.filter((node) => !tolerated(node, jenkins));
  return fault(
    check,
    `no node with a storage adapter is ready, ${jenkins.arch} and free of taints that Jenkins does not tolerate`,
    tainted.length > 0
      ? `tolerate ${taintsOf(tainted)} in jenkins.tolerations, or take the taint away`
      : "mend the nodes above",
  );
}

function taintsOf(nodes: readonly NodeView[]): string {
  return [...new Set(nodes.flatMap(({ taints }) => taints.map(({ key }) => key)))].join(", ");
}

function tolerated({ taints }: NodeView, { tolerations }: Placement["jenkins"]): boolean {
  return taints
    .filter(({ effect }) => effect !== "PreferNoSchedule")
    .every(({ key, value, effect }) => {
      const toleration = tolerations[key];
      return (
        toleration !== undefined &&
        (toleration.effect ?? effect) === effect &&
        (toleration.value ?? value) === value
      );
    });
}

function strays(present: readonly NodeView[], { network }: Placement): readonly Finding[] {
  const labelled = present.filter(
    ({ name, labels }) => network.label in labels && network.nodes[name] === undefined,
  );
  return labelled.map(({ name }) =>
    warning(
      `node ${name}`,
      `labelled ${network.label} without being in network.nodes`,
      `add it there, or: kubectl label node ${name} ${network.label}-`,
    ),
  );
}
