import type * as pulumi from "@pulumi/pulumi";

import type { NodeRequirement } from "../components/internal/node-affinity";
import { StorageNetwork } from "../components/network/storage-network";
import type { IscsiTarget } from "../components/storage/iscsi-target";
import { IscsiVolume } from "../components/storage/iscsi-volume";
import { synologyLuns } from "../components/storage/synology-luns";
import type { Settings } from "../stacks";
import { homeMigration } from "./migration";
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
  /** Offers a LUN of the settings to a namespace. */
  readonly volume: (name: string, lun: string, place: ClaimPlace) => OfferedVolume;
  /** Offers every home to the controller's namespace, and tells which one is in use. */
  readonly homes: (settings: Settings, namespace: pulumi.Input<string>) => OfferedVolume;
}

/** A claim, and where initiators find what is behind it. */
export interface OfferedVolume {
  readonly claimName: pulumi.Output<string>;
  readonly target: IscsiTarget;
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
  const volume = (name: string, lunName: string, place: ClaimPlace): OfferedVolume => {
    const lun = luns(lunName);
    const secretNamespace = namespaces.storage;
    const { claimName } = new IscsiVolume(name, { ...lun, ...place, secretNamespace, nodes }, opts);
    return { claimName, target: lun.target };
  };
  return {
    nodes,
    volume,
    homes: (settings, namespace) => {
      // Named after the claim, so that a home keeps its name whether it is in use or not.
      const home = (claimName: string, lun: string) =>
        volume(`${claimName}-home`, lun, { namespace, claimName });
      const others = Object.entries(storage.homes).map(
        ([claim, { lun }]) => [claim, home(claim, lun)] as const,
      );
      const used = home(settings.jenkins.claim, settings.jenkins.lun);
      const claims = new Map([...others, [settings.jenkins.claim, used] as const]);
      const migrated = homeMigration(settings, { namespace, nodes, claims }, opts);
      return migrated === undefined ? used : { ...used, claimName: migrated };
    },
  };
}
