import { z } from "zod";

import type { ClusterApi } from "../cluster-api";
import { Failure } from "../nas/failure";
import type { NodeView, Taint } from "./gone";

/** The pod of the controller. */
export interface PodView {
  /** Undefined while it waits for a place. */
  readonly node: string | undefined;
  readonly ready: boolean;
  /** Why it has no place, in the scheduler's words. */
  readonly waitsFor: string | undefined;
}

const conditions = z
  .array(
    z.looseObject({
      type: z.string(),
      status: z.string(),
      lastHeartbeatTime: z.string().nullish(),
      message: z.string().optional(),
    }),
  )
  .default([]);
const nodeShape = z.looseObject({
  metadata: z.looseObject({ name: z.string(), resourceVersion: z.string() }),
  spec: z
    .looseObject({
      taints: z
        .array(z.looseObject({ key: z.string(), value: z.string().optional(), effect: z.string() }))
        .default([]),
    })
    .prefault({}),
  status: z.looseObject({ conditions }).prefault({}),
});
const leaseShape = z.looseObject({
  spec: z.looseObject({ renewTime: z.string().nullish() }).prefault({}),
});
const podShape = z.looseObject({
  spec: z.looseObject({ nodeName: z.string().optional() }).prefault({}),
  status: z.looseObject({ conditions }).prefault({}),
});

/** Times that another has changed a node under our hands before we give up. */
const mostAttempts = 5;

/** What a failover reads of a cluster, and the one thing it changes. */
export class ClusterView {
  /** @param namespace of the controller */
  constructor(
    private readonly api: ClusterApi,
    private readonly namespace: string,
    private readonly podName = "jenkins-0",
  ) {}

  /** @throws Failure `request` when there is no such node */
  async node(name: string): Promise<NodeView> {
    const [{ spec, status, now }, renewed] = await Promise.all([
      this.readNode(name),
      this.renewed(name),
    ]);
    const ready = status.conditions.find(({ type }) => type === "Ready");
    // Where there is a lease, the kubelet writes its status only now and then.
    const heard = renewed ?? time(ready?.lastHeartbeatTime);
    return {
      name,
      ready: ready?.status === "True" || ready?.status === "False" ? ready.status : "Unknown",
      silentSeconds: heard === undefined ? undefined : Math.max(0, now - heard) / 1000,
      taints: spec.taints as readonly Taint[],
    };
  }

  /** The controller's pod; undefined while there is none. */
  async pod(): Promise<PodView | undefined> {
    const { status, body } = await this.read(
      `/api/v1/namespaces/${this.namespace}/pods/${this.podName}`,
    );
    if (status === 404) return undefined;
    const pod = podShape.parse(body);
    const condition = (wanted: string) => pod.status.conditions.find(({ type }) => type === wanted);
    return {
      node: pod.spec.nodeName,
      ready: condition("Ready")?.status === "True",
      waitsFor:
        condition("PodScheduled")?.status === "False"
          ? condition("PodScheduled")?.message
          : undefined,
    };
  }

  /**
   * Changes the taints of a node, and nothing that somebody else changes at the same time.
   *
   * @throws Failure `failed` when the API server refuses
   */
  async setTaints(
    name: string,
    change: (taints: readonly Taint[]) => readonly Taint[],
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { metadata, spec } = await this.readNode(name);
      const taints = change(spec.taints as readonly Taint[]);
      if (taints.length === spec.taints.length) return;
      const { status, body } = await this.api.send("MERGE", nodePath(name), {
        // With the version that was read: the list is replaced as a whole.
        body: { metadata: { resourceVersion: metadata.resourceVersion }, spec: { taints } },
      });
      if (status === 200) return;
      if (status !== 409 || attempt === mostAttempts)
        throw new Failure(
          "failed",
          `node ${JSON.stringify(name)}: expected its taints to be changed, got ${status} ${JSON.stringify(body["message"] ?? "")}`,
        );
    }
  }

  private async readNode(name: string) {
    const { status, body, now = Date.now() } = await this.read(nodePath(name));
    if (status === 404)
      throw new Failure(
        "request",
        `--node: expected a node of the cluster, got ${JSON.stringify(name)}`,
      );
    return { ...nodeShape.parse(body), now };
  }

  private async renewed(name: string): Promise<number | undefined> {
    const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${encodeURIComponent(name)}`;
    const { status, body } = await this.read(path);
    return status === 404 ? undefined : time(leaseShape.parse(body).spec.renewTime);
  }

  /** @throws Failure `failed` for anything but an object or its absence: a guess would be no safe ground */
  private async read(path: string) {
    const answer = await this.api.send("GET", path);
    if (answer.status === 200 || answer.status === 404) return answer;
    const said = answer.body["message"];
    throw new Failure(
      "failed",
      `cluster: expected to read ${path}, got ${answer.status} ${JSON.stringify(said ?? "")}`,
    );
  }
}

function nodePath(name: string): string {
  return `/api/v1/nodes/${encodeURIComponent(name)}`;
}

function time(text: string | null | undefined): number | undefined {
  const milliseconds = Date.parse(text ?? "");
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
