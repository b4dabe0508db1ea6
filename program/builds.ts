import type * as pulumi from "@pulumi/pulumi";

import { BuildrootWorkspace } from "../components/builds/buildroot-workspace";
import { buildrootVolumes } from "../components/builds/buildroot-volumes";
import { packageAgents } from "../components/builds/rpm-agents";
import { gentooBuilds } from "../components/gentoo/gentoo-builds";
import { gentooVolumes } from "../components/gentoo/volumes";
import type { AgentTemplate } from "../components/internal/agent-template";
import { noDefaults } from "../components/internal/described-agent";
import { agentTemplates } from "../components/jenkins/configuration/agent-templates";
import { JobBoundaries } from "../components/jobs/job-boundaries";
import { JobNamespace } from "../components/jobs/job-namespace";
import { sshKnownHosts } from "../components/jobs/known-hosts";
import { jobTeams } from "../components/jobs/teams";
import { sharedVolumes } from "../components/storage/shared-volume";
import type { Settings } from "../stacks";
import type { StackNamespaces } from "./namespaces";
import type { StackStorage } from "./storage";

type Claims = Readonly<Record<string, pulumi.Output<string>>>;

/**
 * Makes everything builds need around them: their namespace with its boundaries, what SSH trusts, the volumes of Gentoo
 * and Buildroot, the namespaces of teams.
 */
export function stackBuilds(
  settings: Settings,
  storage: StackStorage,
  namespaces: StackNamespaces,
  opts: pulumi.ComponentResourceOptions,
) {
  const { jobs, knownHosts, jenkins, agents, exposure, secrets } = settings;
  const { registryPasswords } = secrets;
  const { namespace, agentServiceAccount } = new JobNamespace(
    "jobs",
    { ...jobs, registryPasswords },
    opts,
  );
  const gentoo = gentooOf(settings, namespace, agentServiceAccount, opts);
  const buildroot = buildrootOf(settings, storage, namespace, opts);
  const caches = cachesOf(settings, namespace, opts);
  const extraTemplates: AgentTemplate[] = [
    ...(gentoo?.agents ?? []),
    ...(buildroot?.agents ?? []),
    ...(settings.packages?.enabled === true
      ? packageAgents(settings.packages, settings.credentials)
      : []),
  ];

  const { arch, containerCap } = jenkins;
  const { sourceHosts, apiServer } = exposure.network;
  const reachable = { controllerNamespace: namespaces.controller, sourceHosts, apiServer };
  const { defaultsTemplate } = agents.cloud;
  new JobBoundaries(
    "jobs-boundaries",
    {
      ...{ ...jobs, ...reachable, namespace, containerCap },
      templates: agentTemplates({ agents, arch, extraTemplates }),
      ...(defaultsTemplate === noDefaults ? {} : { defaultsTemplate }),
      stackPods: { ...gentoo?.stackPods, caches: { pods: 0, claims: Object.keys(caches).length } },
      open: gentoo?.open ?? {},
      reach: gentoo?.reach ?? {},
    },
    opts,
  );
  return {
    jobsNamespace: namespace,
    agentServiceAccount,
    extraTemplates,
    knownHosts: sshKnownHosts("known-hosts", { ...knownHosts, namespace }, opts),
    teams: jobTeams({ ...jobs, ...reachable, registryPasswords, arch, knownHosts }, opts),
    claims: { ...gentoo?.claims, ...buildroot?.claims, ...caches } as Claims,
    gentooClients: {
      ...(gentoo?.clientFiles === undefined ? {} : { files: gentoo.clientFiles }),
      ...(gentoo?.rsyncPasswordCommand === undefined
        ? {}
        : { passwordCommand: gentoo.rsyncPasswordCommand }),
    },
  };
}

/** Volumes for what builds download, which templates of agents mount (C-08). */
function cachesOf(
  { jobs, nas }: Settings,
  namespace: pulumi.Output<string>,
  opts: pulumi.ComponentResourceOptions,
): Claims {
  const folders = Object.entries(jobs.caches).map(([name, cache]) => [`cache-${name}`, cache]);
  const place = { namespace, server: nas.nfs.server, component: "cache" };
  return sharedVolumes(Object.fromEntries(folders) as typeof jobs.caches, place, opts);
}

/** Gentoo's volumes, what keeps and serves them, and the agent that mounts them. */
function gentooOf(
  { gentoo, nas, cluster }: Settings,
  namespace: pulumi.Output<string>,
  serviceAccount: pulumi.Output<string>,
  opts: pulumi.ComponentResourceOptions,
) {
  if (gentoo?.enabled !== true) return undefined;
  const place = { namespace, server: nas.nfs.server, component: "gentoo" };
  const claims: Claims = sharedVolumes(gentooVolumes(gentoo), place, opts);
  const pods = { namespace, serviceAccount, claims, seed: cluster.identifier };
  return { claims, ...gentooBuilds(gentoo, pods, opts) };
}

/** Buildroot's volumes, on LUNs of the NAS or of a storage class, and the agents that mount them. */
function buildrootOf(
  { buildroot, nas }: Settings,
  storage: StackStorage,
  namespace: pulumi.Output<string>,
  opts: pulumi.ComponentResourceOptions,
) {
  if (buildroot?.enabled !== true) return undefined;
  const { luns, folders } = buildrootVolumes(buildroot);
  const place = { namespace, server: nas.nfs.server, component: "buildroot" };
  const onLuns = Object.entries(luns).map(([claimName, lun]): [string, pulumi.Output<string>] => [
    claimName,
    storage.volume(claimName, lun, { namespace, claimName }).claimName,
  ]);
  const claims: Claims = { ...Object.fromEntries(onLuns), ...sharedVolumes(folders, place, opts) };
  const { agents } = new BuildrootWorkspace("buildroot", { ...buildroot, namespace }, opts);
  return { claims, agents };
}
