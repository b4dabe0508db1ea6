import type * as pulumi from "@pulumi/pulumi";

import type { NodeRequirement } from "../components/internal/node-affinity";
import { StorageNetwork } from "../components/network/storage-network";
import type { IscsiTarget } from "../components/storage/iscsi-target";
import { IscsiVolume } from "../components/storage/iscsi-volume";
import { synologyLuns } from "../components/storage/synology-luns";
import type { Settings } from "../stacks";
import type { StackNamespaces } from "./namespaces";

/** Where a volume's claim is. */
export interface ClaimPlace {
  readonly namespace: pulumi.Input<string>;
  readonly claimName: string;
}

/** The NAS, as far as the rest of the stack needs to know of it. */
export interface StackStorage {
  /** What a node needs to attach a volume of the NAS. */
  readonly nodes: NodeRequirement;
  /** Offers a LUN of the settings to a namespace, and tells where initiators find it. */
  readonly volume: (
    name: string,
    lun: string,
    place: ClaimPlace,
  ) => { readonly claimName: pulumi.Output<string>; readonly target: IscsiTarget };
}

/** Makes the storage network and the LUNs of the settings. */
export function stackStorage(
  { network, nas, storage, secrets }: Settings,
  namespaces: StackNamespaces,
  opts: pulumi.ComponentResourceOptions,
): StackStorage {
  const { nasPassword, nasDeviceToken, nodeSshKey } = secrets;
  const vlan = new StorageNetwork("storage-network", { ...network, nas, nodeSshKey }, opts);
  const nodes = vlan.requirement;
  const luns = synologyLuns(storage.luns, { nas, nasPassword, nasDeviceToken });
  return {
    nodes,
    volume: (name, lunName, place) => {
      const lun = luns(lunName);
      const secretNamespace = namespaces.storage;
      const { claimName } = new IscsiVolume(
        name,
        { ...lun, ...place, secretNamespace, nodes },
        opts,
      );
      return { claimName, target: lun.target };
    },
  };
}
