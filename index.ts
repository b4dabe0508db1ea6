import { gentooAgent } from "./components/gentoo/agent";
import { gentooClaims } from "./components/gentoo/repository";
import { RepositorySync } from "./components/gentoo/repository-sync";
import { StackNamespace } from "./components/internal/stack-namespace";
import { JenkinsController } from "./components/jenkins/jenkins-controller";
import { JobNamespace } from "./components/jobs/job-namespace";
import { StorageNetwork } from "./components/network/storage-network";
import { IscsiVolume } from "./components/storage/iscsi-volume";
import { SharedVolume } from "./components/storage/shared-volume";
import { synologyLuns } from "./components/storage/synology-luns";
import { clusterProvider, initGroovyFiles, loadSettings } from "./stacks";

const { cluster, network, nas, storage, jobs, gentoo, secrets, ...settings } = loadSettings();
const { jenkins, configuration, agents, plugins, credentials, exposure, monitoring } = settings;
const { nasPassword, nasDeviceToken, nodeSshKey, registryPasswords, credentialSecrets } = secrets;
const onCluster = { providers: [clusterProvider(cluster)] };

// Namespaces: the controller's, one for Secrets it must not read, and the builds'.
const space = (name: string, namespace: string) =>
  new StackNamespace(`${name}-namespace`, { namespace, component: name }, onCluster).namespace;
const namespace = space("controller", jenkins.namespace);
const secretNamespace = space("storage", storage.secretNamespace);
const builds = new JobNamespace("jobs", { ...jobs, registryPasswords }, onCluster);
const { namespace: jobsNamespace, agentServiceAccount } = builds;

// Storage: the nodes that reach the NAS, its LUNs, and the volume that is the Jenkins home.
const vlan = new StorageNetwork("storage-network", { ...network, nas, nodeSshKey }, onCluster);
const nodes = vlan.requirement;
const homeLun = synologyLuns(storage.luns, { nas, nasPassword, nasDeviceToken })(jenkins.lun);
const { target } = homeLun;
const home = { ...homeLun, namespace, claimName: jenkins.claim, secretNamespace, nodes };
const { claimName } = new IscsiVolume("jenkins-home", home, onCluster);

// Gentoo: two volumes that builds share, one of them synced every day, and an agent that mounts both.
const caches = gentoo?.enabled === true ? gentooCaches(gentoo) : undefined;

// Jenkins, on the volume that is its home.
const controller = new JenkinsController(
  "jenkins",
  {
    ...jenkins,
    ...{ configuration, agents, plugins, credentials, exposure, monitoring },
    ...{ namespace, jobsNamespace, agentServiceAccount, claimName, nodes, credentialSecrets },
    declaredNodes: Object.keys(network.nodes),
    extraTemplates: caches?.agents ?? [],
    initGroovy: initGroovyFiles(configuration.initGroovy),
  },
  onCluster,
);

/** Where users reach Jenkins. */
export const jenkinsUrl = controller.url;
/** Namespace of the controller. */
export const jenkinsNamespace = namespace;
/** Prints the first administrator's password; holds none. */
export const adminPasswordCommand = controller.adminPasswordCommand;
/** What a node needs for the controller, which folder sees which credential, and what packages are trusted by. */
export const { placement, credentialVisibility, gpgPublicKeys } = controller;
/** The LUN of the Jenkins home, as an initiator finds it. */
export const lun = { iqn: target.iqn, portal: target.portal, number: target.lunNumber };
/** Claims that hold data. */
export const claims = { home: claimName, ...caches?.claims };

function gentooCaches(settings: NonNullable<typeof gentoo>) {
  const volume = (name: string, folder: typeof settings.repository) => {
    const server = nas.nfs.server;
    const place = { namespace: jobsNamespace, claimName: name, component: "gentoo" };
    return new SharedVolume(name, { ...folder, ...place, server }, onCluster).claimName;
  };
  const claims = {
    gentooRepository: volume(gentooClaims.repository, settings.repository),
    gentooBinaryPackages: volume(gentooClaims.binaryPackages, settings.binaryPackages),
  };
  const { image, arch, schedule } = settings;
  const pods = { namespace: jobsNamespace, serviceAccount: agentServiceAccount, image, arch };
  const sync = { ...pods, claimName: claims.gentooRepository, schedule };
  new RepositorySync(gentooClaims.repository, sync, onCluster);
  return { claims, agents: [gentooAgent({ image, arch })] };
}
