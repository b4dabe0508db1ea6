import type * as pulumi from "@pulumi/pulumi";

import type { NodeRequirement } from "../components/internal/node-affinity";
import { seLinuxAnnotations, seLinuxContext } from "../components/jenkins/selinux";
import { VolumeMigration } from "../components/storage/migration/volume-migration";
import type { Settings } from "../stacks";
import { isForeign, newHome } from "../stacks/home-migration";

/** What a migration works with. */
export interface MigrationPlace {
  readonly namespace: pulumi.Input<string>;
  /** What a node needs to attach a volume of the NAS. */
  readonly nodes: NodeRequirement;
  /** Homes on LUNs, by the names of their claims. */
  readonly claims: ReadonlyMap<string, { readonly claimName: pulumi.Output<string> }>;
}

/**
 * Makes the migration of the settings, if there is one.
 *
 * @returns the claim for the controller where it has to wait for the migration: in the phase `switch`. In every other one
 * the migration waits for the controller.
 */
export function homeMigration(
  settings: Settings,
  { namespace, nodes, claims }: MigrationPlace,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Output<string> | undefined {
  const { storage, jenkins } = settings;
  const { migration } = storage;
  if (migration === undefined) return undefined;
  const toClaim = newHome(migration, settings);
  const { arch, tolerations, selinux } = jenkins;
  const { claimName } = new VolumeMigration(
    `${toClaim}-migration`,
    {
      ...{ ...migration, namespace, nodes, arch, tolerations, toClaim },
      to: claims.get(toClaim)?.claimName ?? toClaim,
      foreign: isForeign(migration, settings),
      seLinux: { context: seLinuxContext(selinux), annotations: seLinuxAnnotations(selinux) },
    },
    opts,
  );
  return migration.phase === "switch" ? claimName : undefined;
}
