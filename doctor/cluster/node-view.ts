import { z } from "zod";

import type { ClusterApi } from "./api";

/** A node, as far as placement is concerned. */
export interface NodeView {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly arch: string;
  readonly ready: boolean;
  /** Whether pods may be placed on it, cordons aside. */
  readonly schedulable: boolean;
  readonly taints: readonly {
    readonly key: string;
    readonly value?: string | undefined;
    readonly effect: string;
  }[];
  /** Such as `cri-o://1.35.2`; empty when the kubelet does not say. */
  readonly runtime: string;
}

const conditions = z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]);
const taints = z
  .array(z.looseObject({ key: z.string(), value: z.string().optional(), effect: z.string() }))
  .default([]);
const nodes = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({
        name: z.string(),
        labels: z.record(z.string(), z.string()).default({}),
      }),
      spec: z.looseObject({ unschedulable: z.boolean().default(false), taints }),
      status: z.looseObject({
        conditions,
        nodeInfo: z.looseObject({
          architecture: z.string(),
          containerRuntimeVersion: z.string().default(""),
        }),
      }),
    }),
  ),
});

/**
 * Reads every node.
 *
 * @throws when this identity may not list them, or the API server answers something else
 */
export async function readNodes(api: ClusterApi): Promise<readonly NodeView[]> {
  const { status, body } = await api.read("/api/v1/nodes");
  const read = nodes.safeParse(body).data;
  if (status !== 200 || read === undefined)
    throw new Error(
      `the API server does not list nodes (status ${status}); give this identity the right to list them`,
    );
  return read.items
    .map(({ metadata, spec, status: { conditions: all, nodeInfo } }) => ({
      name: metadata.name,
      labels: metadata.labels,
      arch: nodeInfo.architecture,
      ready: all.some(({ type, status: state }) => type === "Ready" && state === "True"),
      schedulable: !spec.unschedulable,
      taints: spec.taints.map(({ key, value, effect }) => ({ key, value, effect })),
      runtime: nodeInfo.containerRuntimeVersion,
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
