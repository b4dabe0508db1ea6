import type * as pulumi from "@pulumi/pulumi";

import { growthSteps } from "../components/storage/growth/steps";
import { VolumeGrowth } from "../components/storage/growth/volume-growth";
import { parsed } from "../components/internal/arguments";
import { parsePortal } from "../components/internal/portal";
import type { Settings } from "../stacks";
import type { StackNamespaces } from "./namespaces";

/** What is left to do by hand after a LUN has grown, by the names of the LUNs. */
export type LeftToDo = Readonly<Record<string, readonly string[]>>;

/**
 * Has the volume of the Jenkins home follow its LUN, if the settings say so.
 *
 * @param opts with the controller in `dependsOn`: its node has the session
 * @returns what is left to do for the other LUNs, as commands for the node that uses them
 */
export function stackGrowth(
  { nas, storage, jenkins }: Settings,
  namespaces: StackNamespaces,
  opts: pulumi.ComponentResourceOptions,
): LeftToDo {
  const { growth } = storage;
  const portal = parsed(parsePortal, nas.portal).text;
  const volumes = Object.entries(storage.luns).map(
    ([name, { iqn, mappingIndex, size, fsType }]) => ({
      ...{ name, size, fsType },
      target: { portal, iqn, lunNumber: mappingIndex },
    }),
  );
  const home = volumes.find(({ name }) => name === jenkins.lun);
  if (growth !== undefined && home !== undefined && !jenkins.maintenance) {
    const { size, fsType, target } = home;
    new VolumeGrowth(
      "jenkins-growth",
      {
        ...growth,
        ...{ size, fsType, target },
        controllerNamespace: namespaces.controller,
        tolerations: jenkins.tolerations,
      },
      opts,
    );
  }
  return Object.fromEntries(
    volumes
      .filter((volume) => volume !== home || growth === undefined)
      .map((volume) => [volume.name, growthSteps(volume)]),
  );
}
