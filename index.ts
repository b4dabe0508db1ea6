// First: a mistake in the settings is told before anything else is loaded.
import { settings } from "./program/settings";

import { PackageSigning } from "./components/builds/package-signing";
import { JenkinsController } from "./components/jenkins/jenkins-controller";
import { stackBuilds } from "./program/builds";
import { clusterProvider } from "./program/cluster";
import { stackGrowth } from "./program/growth";
import { stackNamespaces } from "./program/namespaces";
import { stackStorage } from "./program/storage";
import { stackUpgrade } from "./program/upgrades";
import { initGroovyFiles } from "./stacks";

const { jenkins, configuration, agents, plugins, credentials, exposure, monitoring } = settings;
const { credentialSecrets } = settings.secrets;
const onCluster = { providers: [clusterProvider(settings.cluster)] };

// Namespaces: the controller's, and one for Secrets it must not read.
const namespaces = stackNamespaces(settings, onCluster);
const namespace = namespaces.controller;

// Storage: the nodes that reach the NAS, its LUNs, and the volume that is the Jenkins home.
const storage = stackStorage(settings, namespaces, onCluster);
const { nodes } = storage;
const { claimName, target } = storage.homes(settings, namespace);

// Builds: their namespaces with quotas and network policies, what SSH trusts, volumes of Gentoo and Buildroot.
const builds = stackBuilds(settings, storage, namespaces, onCluster);
const { jobsNamespace, agentServiceAccount, extraTemplates, knownHosts, teams } = builds;

// Jenkins, on the volume that is its home, which is kept in a snapshot before another pod runs on it.
const upgrade = stackUpgrade(settings, onCluster);
const controller = new JenkinsController(
  "jenkins",
  {
    ...jenkins,
    ...{ configuration, agents, plugins, credentials, exposure, monitoring },
    ...{ namespace, jobsNamespace, agentServiceAccount, claimName, nodes, credentialSecrets },
    ...{ extraTemplates, knownHosts, teams },
    declaredNodes: Object.keys(settings.network.nodes),
    initGroovy: initGroovyFiles(configuration.initGroovy),
    beforeRoll: upgrade.before,
  },
  onCluster,
);
upgrade.after(controller);

// Packages: what signs and publishes them in a build, with the public key of the credential.
if (settings.packages?.enabled === true) {
  const publicKey = controller.gpgPublicKeys[settings.packages.signing.key] ?? "";
  const signing = { ...settings.packages, namespace: jobsNamespace, credentials, publicKey };
  new PackageSigning("rpm", signing, onCluster);
}

/** Where users reach Jenkins. */
export const jenkinsUrl = controller.url;
/** Namespace of the controller. */
export const jenkinsNamespace = namespace;
/** Login name of the first administrator. */
export const { adminUser } = jenkins;
/** Prints the first administrator's password; holds none. */
export const adminPasswordCommand = controller.adminPasswordCommand;
/** What a node needs for the controller, which folder sees which credential, and what packages are trusted by. */
export const { placement, credentialVisibility, gpgPublicKeys } = controller;
/** The LUN of the Jenkins home, as an initiator finds it. */
export const lun = { iqn: target.iqn, portal: target.portal, number: target.lunNumber };
/** Claims that hold data. */
export const claims = { home: claimName, ...builds.claims };
/** What is left to do on the node of each volume after its LUN has grown. */
export const growth = stackGrowth(settings, namespaces, { ...onCluster, dependsOn: [controller] });
/** Portage's configuration for machines outside, and what prints their password; empty without `gentoo.rsync`. */
export const { gentooClients } = builds;
