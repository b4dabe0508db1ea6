import type * as pulumi from "@pulumi/pulumi";

import type { AgentResources, AgentTemplate } from "../internal/agent-template";
import { gentooAgent } from "./agent";
import type { ClientFiles } from "./client-files";
import { repositoryReach, type OpenPort, type Reach } from "./network-needs";
import { PackagePrune } from "./package-prune";
import { portageResources } from "./portage-pod";
import { gentooClaims } from "./repository";
import { RepositorySync } from "./repository-sync";
import { rsyncResources } from "./rsync-pod";
import { RsyncShare } from "./rsync-share";
import type { GentooSettings } from "./settings";

/** Where the volumes of {@link gentooBuilds} are, and who may mount them. */
export interface GentooPlace {
  /** Namespace of the claims. */
  readonly namespace: pulumi.Input<string>;
  /** ServiceAccount that may pull the images. */
  readonly serviceAccount: pulumi.Input<string>;
  /** Claims of the volumes that `gentooVolumes` names, by those names. */
  readonly claims: Readonly<Record<string, pulumi.Output<string>>>;
  /** What tells this stack from others: the minute of its sync follows from it. */
  readonly seed: string;
}

/** What the rest of the stack needs of Gentoo. */
export interface GentooBuilds {
  readonly agents: readonly AgentTemplate[];
  /** Portage's configuration for machines outside, where they are served. */
  readonly clientFiles?: pulumi.Output<ClientFiles>;
  /** Prints the password of those machines; holds none. */
  readonly rsyncPasswordCommand?: pulumi.Output<string>;
  /** Pods at once, beside those of builds, that a quota has to leave room for. */
  readonly stackPods: Readonly<Record<string, { pods: number; resources: AgentResources }>>;
  /** What a network policy has to let in. */
  readonly open: Readonly<Record<string, OpenPort>>;
  /** What a network policy has to let out. */
  readonly reach: Readonly<Record<string, Reach>>;
}

/**
 * Makes everything that keeps and serves the Gentoo volumes: the sync of the repository, the prune of what builds
 * leave, and for machines outside an rsync daemon.
 */
export function gentooBuilds(
  settings: GentooSettings,
  place: GentooPlace,
  opts: pulumi.ComponentResourceOptions,
): GentooBuilds {
  const { image, arch, node, seLinuxLevel } = settings;
  const pods = {
    namespace: place.namespace,
    serviceAccount: place.serviceAccount,
    arch,
    ...(node === undefined ? {} : { node }),
    ...(seLinuxLevel === undefined ? {} : { seLinuxLevel }),
  };
  const repository = claim(place, gentooClaims.repository);
  const binaryPackages = claim(place, gentooClaims.binaryPackages);
  const distfiles = place.claims[gentooClaims.distfiles];

  const sync = new RepositorySync(
    gentooClaims.repository,
    {
      ...{ ...pods, image, fill: settings.fill, claimName: repository, seed: place.seed },
      ...{ schedule: settings.schedule },
      ...(settings.portageImage === undefined ? {} : { portageImage: settings.portageImage }),
    },
    opts,
  );
  const { prune } = settings;
  const volumes = { repository, binaryPackages, distfiles };
  new PackagePrune("gentoo-prune", { ...pods, image, prune, ...volumes }, opts);
  const share =
    settings.rsync === undefined
      ? undefined
      : new RsyncShare(
          "gentoo-rsync",
          { ...pods, rsync: settings.rsync, repository, binaryPackages },
          // It is not ready before the first fill has published something; no value says so.
          { ...opts, dependsOn: [sync] },
        );

  return {
    agents: [
      gentooAgent({
        ...{ image, arch, distfiles: distfiles !== undefined },
        ...(settings.compilerCache === undefined
          ? {}
          : { compilerCacheSize: settings.compilerCache.size }),
        ...(node === undefined ? {} : { node }),
        ...(seLinuxLevel === undefined ? {} : { seLinuxLevel }),
      }),
    ],
    ...(share === undefined ? {} : { clientFiles: share.clientFiles }),
    ...(share?.passwordCommand === undefined
      ? {}
      : { rsyncPasswordCommand: share.passwordCommand }),
    stackPods: {
      // The sync, and a first fill that is made anew.
      "gentoo-repository": { pods: 2, resources: portageResources },
      "gentoo-prune": { pods: 1, resources: portageResources },
      // A new pod is ready before the old one goes.
      ...(share === undefined ? {} : { "gentoo-rsync": { pods: 2, resources: rsyncResources } }),
    },
    open: share === undefined ? {} : { "gentoo-rsync": share.open },
    reach: { "gentoo-repository": repositoryReach },
  };
}

function claim({ claims }: GentooPlace, name: string): pulumi.Output<string> {
  const found = claims[name];
  if (found === undefined) throw new Error(`no claim is called ${JSON.stringify(name)}`);
  return found;
}
