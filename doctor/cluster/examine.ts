import type { Sections } from "../../stacks/settings";
import { notLookedAt, type Finding } from "../finding";
import type { Progress } from "../progress";
import { within, type Looked } from "../within";
import { openCluster, type ClusterApi } from "./api";
import { lookAtClasses } from "./classes";
import { lookAtDefinitions } from "./definitions";
import { readNodes } from "./node-view";
import { nodeFindings } from "./nodes";
import { lookAtRights } from "./rights";
import { lookAtServer } from "./server";

/** Checks that need an API server, beside that it answers. */
export const clusterChecks = ["rights", "API groups", "nodes", "storage class"] as const;

const seconds = 20;

/** What the checks of the cluster are told. */
export interface ClusterPatient {
  /** Folder that the kubeconfig's path is relative to. */
  readonly root: string;
  readonly sections: Sections;
  readonly progress: Progress;
  /** The clock of this machine, in milliseconds since 1970. */
  readonly now: () => number;
}

/** Looks at the cluster of a stack, side by side; the value is there when the API server can be asked more. */
export async function examineCluster(patient: ClusterPatient): Promise<Looked<ClusterApi>> {
  const { root, sections, progress, now } = patient;
  const server = await within("cluster", { seconds, progress }, async () => {
    const api = openCluster(root, sections.cluster);
    const findings = await lookAtServer(api, sections, now);
    const open = findings.every(({ check, state }) => check !== "cluster" || state !== "error");
    return open ? { findings, value: api } : { findings: findings.slice(0, 1) };
  });
  const api = server.value;
  if (api === undefined)
    return { findings: [...server.findings, ...notLookedAt(clusterChecks, "the cluster")] };

  const look = (check: string, work: () => Promise<readonly Finding[]>) =>
    within(check, { seconds, progress }, async () => ({ findings: await work() }));
  const looked = await Promise.all([
    look("rights", () => lookAtRights(api, sections)),
    look("API groups", () => lookAtDefinitions(api, sections)),
    look("nodes", async () => nodeFindings(await readNodes(api), sections)),
    look("storage class", () => lookAtClasses(api, sections)),
  ]);
  return {
    findings: [...server.findings, ...looked.flatMap(({ findings }) => findings)],
    value: api,
  };
}
