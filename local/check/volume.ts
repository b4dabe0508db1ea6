import type { ClusterView, Volume } from "./cluster-view";

/** A claim and the iSCSI volume that is bound to it. */
export interface BoundVolume {
  /** Name of the claim. */
  readonly claim: string;
  readonly volume: Volume;
  /** What was proven. */
  readonly statement: string;
}

/**
 * Finds the claim of a namespace that an iSCSI volume is bound to.
 *
 * @throws Error when there is none, or it is not Bound.
 */
export async function boundVolume(view: ClusterView, namespace: string): Promise<BoundVolume> {
  for (const { metadata, spec, status } of await view.claims(namespace)) {
    if (spec.volumeName === undefined) continue;
    const volume = await view.volume(spec.volumeName);
    if (volume.spec.iscsi === undefined) continue;
    if (status?.phase !== "Bound") {
      throw new Error(
        `claim ${namespace}/${metadata.name}: expected phase "Bound", got ${JSON.stringify(status?.phase ?? null)}`,
      );
    }
    const statement =
      `claim ${namespace}/${metadata.name} is Bound to iSCSI volume ${volume.metadata.name} ` +
      `(${volume.spec.capacity.storage} on ${volume.spec.iscsi.targetPortal})`;
    return { claim: metadata.name, volume, statement };
  }
  throw new Error(`namespace ${namespace}: expected a claim bound to an iSCSI volume, got none`);
}
