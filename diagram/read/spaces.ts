import { at, kindOf } from "../../policy/inputs";
import type { DiagramResource, Role, Row, Space } from "../topology";
import type { Agents } from "./clouds";
import { componentOf, imageTag, nameOf, objects, spaceOf, textAt } from "./kubernetes";
import { trafficOf } from "./traffic";

const order: readonly Role[] = ["controller", "builds", "storage", "team"];

/** Every namespace of the stack: the controller's, that of builds, that of the storage Secrets, then those of teams. */
export function spacesOf(
  resources: readonly DiagramResource[],
  agents: readonly Agents[],
): readonly Space[] {
  const place = (space: Space) => order.indexOf(space.role);
  return objects(resources, "Namespace")
    .map((namespace): Space => {
      const name = nameOf(namespace);
      return {
        name,
        role: roleOf(namespace),
        standard: textAt(
          namespace.inputs,
          ...["metadata", "labels", "pod-security.kubernetes.io/enforce"],
        ),
        contents: [
          ...workloads(resources, name),
          ...agents.filter((cloud) => cloud.namespace === name).map(({ row }) => row),
          ...claims(resources, name),
          ...secrets(resources, name),
        ],
        traffic: trafficOf(resources, name),
      };
    })
    .sort((one, other) => place(one) - place(other));
}

function roleOf(namespace: DiagramResource): Role {
  const component = componentOf(namespace);
  if (component === "controller" || component === "storage") return component;
  return namespace.name.startsWith("team-") ? "team" : "builds";
}

function workloads(resources: readonly DiagramResource[], namespace: string): Row[] {
  // A Job runs once and is gone: it is no part of the picture.
  return objects(resources, "StatefulSet", "Deployment", "DaemonSet", "CronJob")
    .filter((resource) => spaceOf(resource) === namespace)
    .map((resource) => {
      const kind = kindOf(resource);
      const schedule = textAt(resource.inputs, "spec", "schedule");
      return {
        sign: kind === "CronJob" ? "schedule" : "workload",
        text: nameOf(resource),
        note: schedule === "" ? imageTag(resource) : schedule,
      };
    });
}

function claims(resources: readonly DiagramResource[], namespace: string): Row[] {
  return objects(resources, "PersistentVolumeClaim")
    .filter((claim) => spaceOf(claim) === namespace)
    .map((claim) => {
      const volume = objects(resources, "PersistentVolume").find(
        (one) => nameOf(one) === textAt(claim.inputs, "spec", "volumeName"),
      );
      const size = textAt(volume?.inputs ?? claim.inputs, "spec", "capacity", "storage");
      const own = textAt(claim.inputs, "spec", "resources", "requests", "storage");
      const shared = at(volume?.inputs, "spec", "nfs") !== undefined ? "NFS" : "iSCSI";
      const source =
        volume === undefined ? textAt(claim.inputs, "spec", "storageClassName") : shared;
      return { sign: "claim", text: nameOf(claim), note: `${size || own} ${source}` };
    });
}

function secrets(resources: readonly DiagramResource[], namespace: string): Row[] {
  const own = objects(resources, "Secret").filter((secret) => spaceOf(secret) === namespace);
  if (own.length === 0) return [];
  const chap = own.every((secret) => textAt(secret.inputs, "type").endsWith("/iscsi-chap"));
  return [
    {
      sign: "secret",
      text: own.length === 1 ? "1 Secret" : `${own.length} Secrets`,
      note: chap ? "CHAP: for the nodes alone" : "",
    },
  ];
}
