import { groupsAt, kindOf } from "../../policy/inputs";
import type { DiagramResource, Entry, NasItem, StorageNode, Topology } from "../topology";
import { agentsOf, architecturesOf } from "./clouds";
import { compare, nameOf, objects, spaceOf, textAt } from "./kubernetes";
import { spacesOf } from "./spaces";

/** What the picture of a stack shows, read from its resources. Pure: their order does not matter. */
export function topologyOf(stack: string, resources: readonly DiagramResource[]): Topology {
  const agents = agentsOf(resources);
  const volumes = objects(resources, "PersistentVolume");
  const [label = ""] = objects(resources, "NodePatch").flatMap(({ inputs }) =>
    Object.keys((inputs["metadata"] as { labels?: object } | undefined)?.labels ?? {}),
  );
  return {
    stack,
    spaces: spacesOf(resources, agents),
    entries: entriesOf(resources),
    nodes: objects(resources, "NodePatch").map((patch): StorageNode => ({ name: nameOf(patch) })),
    nodeLabel: label,
    architectures: architecturesOf(resources, agents),
    portal:
      volumes.map(({ inputs }) => textAt(inputs, "spec", "iscsi", "targetPortal")).find(Boolean) ??
      "",
    items: [...luns(resources, volumes), ...folders(volumes)],
  };
}

function entriesOf(resources: readonly DiagramResource[]): readonly Entry[] {
  const hosts = objects(resources, "Ingress", "HTTPRoute").flatMap((object) => {
    const { inputs } = object;
    const named = groupsAt(inputs, "spec", "rules").map((rule) => textAt(rule, "host"));
    const listed = (inputs["spec"] as { hostnames?: string[] } | undefined)?.hostnames ?? [];
    return [...named, ...listed].filter(Boolean).map((host) => ({
      text: "Browsers and webhooks",
      note: `https://${host}`,
      to: spaceOf(object),
    }));
  });
  const services = objects(resources, "Service")
    .filter(({ inputs }) => textAt(inputs, "spec", "type") !== "")
    .filter(({ inputs }) => ["LoadBalancer", "NodePort"].includes(textAt(inputs, "spec", "type")))
    .map((service) => ({
      text: "Machines outside",
      note: [
        nameOf(service),
        ...groupsAt(service.inputs, "spec", "ports").map((port) => textAt(port, "port")),
      ].join(" "),
      to: spaceOf(service),
    }));
  return [...hosts, ...services].filter(
    (entry, index, all) =>
      all.findIndex(({ note, to }) => note === entry.note && to === entry.to) === index,
  );
}

function luns(
  resources: readonly DiagramResource[],
  volumes: readonly DiagramResource[],
): readonly NasItem[] {
  return resources
    .filter(({ type }) => type.startsWith("command:"))
    .map(({ inputs }) => inputs["environment"])
    .filter((environment) => textAt(environment, "LUN_NAME") !== "")
    .map((environment) => ({
      kind: "lun" as const,
      name: textAt(environment, "LUN_NAME"),
      size: textAt(environment, "LUN_SIZE"),
      claim: claimOf(
        volumes.find(
          ({ inputs }) => textAt(inputs, "spec", "iscsi", "iqn") === textAt(environment, "LUN_IQN"),
        ),
      ),
    }))
    .sort((one, other) => compare(one.name, other.name));
}

function folders(volumes: readonly DiagramResource[]): readonly NasItem[] {
  return volumes
    .filter((volume) => textAt(volume.inputs, "spec", "nfs", "path") !== "")
    .map((volume) => ({
      kind: "folder" as const,
      name: textAt(volume.inputs, "spec", "nfs", "path"),
      size: textAt(volume.inputs, "spec", "capacity", "storage"),
      claim: claimOf(volume),
    }));
}

function claimOf(volume: DiagramResource | undefined): string {
  if (volume === undefined || kindOf(volume) !== "PersistentVolume") return "";
  const { inputs } = volume;
  const namespace = textAt(inputs, "spec", "claimRef", "namespace");
  return `${namespace}/${textAt(inputs, "spec", "claimRef", "name")}`;
}
