import {
  controller,
  deployment,
  dockerSocket,
  inCloud,
  inTemplate,
  type Breach,
} from "../support/breach";
import { added, withInput } from "../support/changes";

/** What the rules about pods refuse. */
export const podsBreaches: readonly Breach[] = [
  [
    "a moving tag of the controller (A-01)",
    "exact-images",
    withInput("StatefulSet/jenkins", `${controller}|image`, "docker.io/jenkins/jenkins:lts-jdk21"),
    'StatefulSet/jenkins spec.template.spec.containers[jenkins].image: expected an image with its registry and an exact tag or digest, got "docker.io/jenkins/jenkins:lts-jdk21"',
  ],
  [
    "an init container without a registry (A-01)",
    "exact-images",
    withInput("StatefulSet/jenkins", "spec|template|spec|initContainers|0|image", "alpine:3.20.1"),
    'StatefulSet/jenkins spec.template.spec.initContainers[prepare-home].image: expected an image with its registry and an exact tag or digest, got "alpine:3.20.1"',
  ],
  [
    "a moving tag of a CronJob (A-01)",
    "exact-images",
    withInput(
      "CronJob/gentoo-prune",
      "spec|jobTemplate|spec|template|spec|containers|0|image",
      "docker.io/gentoo/stage3:latest",
    ),
    'CronJob/gentoo-prune spec.jobTemplate.spec.template.spec.containers[portage].image: expected an image with its registry and an exact tag or digest, got "docker.io/gentoo/stage3:latest"',
  ],
  [
    "a moving tag in the template of an agent (A-01)",
    "exact-images",
    inCloud("inbound-agent:3391.va_37fa_a_305d6d-4-jdk21", "inbound-agent:latest-jdk21"),
    'ConfigMap/jenkins-configuration data[cloud-kubernetes.yaml].templates[default].containers[jnlp].image: expected an image with its registry and an exact tag or digest, got "docker.io/jenkins/inbound-agent:latest-jdk21"',
  ],
  [
    "a privileged container (B-11)",
    "unprivileged-pods",
    withInput("Deployment/gentoo-rsync", `${controller}|securityContext|privileged`, true),
    "Deployment/gentoo-rsync spec.template.spec.containers[rsyncd].securityContext.privileged: expected false, got true",
  ],
  [
    "a privileged agent in the YAML of its template (D-08)",
    "unprivileged-pods",
    inCloud("allowPrivilegeEscalation: false", "privileged: true"),
    "ConfigMap/jenkins-configuration data[cloud-kubernetes.yaml].templates[default].yaml.containers[jnlp].securityContext.privileged: expected false, got true",
  ],
  [
    "a privileged agent in one of several documents (D-08)",
    "unprivileged-pods",
    inTemplate({
      yamls: [
        "spec: {}",
        "spec: {containers: [{name: jnlp, securityContext: {privileged: true}}]}",
      ],
    }),
    "ConfigMap/jenkins-configuration data[cloud-kubernetes.yaml].templates[default].yamls[1].containers[jnlp].securityContext.privileged: expected false, got true",
  ],
  [
    "an agent with the network of the node in one of several documents (D-03)",
    "no-host-access",
    inTemplate({ yamls: ["spec: {hostNetwork: true}"] }),
    "ConfigMap/jenkins-configuration data[cloud-kubernetes.yaml].templates[default].yamls[0].hostNetwork: expected false, got true",
  ],
  [
    "an agent whose workspace is a folder of the node (D-03)",
    "no-host-access",
    inTemplate({ workspaceVolume: { hostPathWorkspaceVolume: { hostPath: "/srv" } } }),
    'ConfigMap/jenkins-configuration data[cloud-kubernetes.yaml].templates[default].volumes[workspace].hostPath: expected no folder of the node, got "/srv"',
  ],
  [
    "a folder of the node (D-03)",
    "no-host-access",
    added("apps/v1:Deployment", "reader", deployment({ volumes: [dockerSocket] })),
    'Deployment/reader spec.template.spec.volumes[socket].hostPath: expected no folder of the node, got "/var/run/docker.sock"',
  ],
  [
    "the socket of Docker in a container (D-03)",
    "no-host-access",
    withInput(
      "StatefulSet/jenkins",
      `${controller}|volumeMounts|0|mountPath`,
      "/var/run/docker.sock",
    ),
    "StatefulSet/jenkins spec.template.spec.containers[jenkins]: expected no socket of a container runtime, got one",
  ],
  [
    "the network of the node (D-03)",
    "no-host-access",
    withInput("StatefulSet/jenkins", "spec|template|spec|hostNetwork", true),
    "StatefulSet/jenkins spec.template.spec.hostNetwork: expected false, got true",
  ],
  [
    "a port of the node (D-03)",
    "no-host-access",
    withInput("StatefulSet/jenkins", `${controller}|ports|0|hostPort`, 8080),
    "StatefulSet/jenkins spec.template.spec.containers[jenkins].ports[http].hostPort: expected no port of the node, got 8080",
  ],
  [
    "a volume that is a folder of a node",
    "no-host-access",
    withInput("PersistentVolume/gentoo-repository", "spec|hostPath", { path: "/srv" }),
    "PersistentVolume/gentoo-repository spec.hostPath: expected no volume of a node, got one",
  ],
  [
    "a container without a limit of memory (E-02)",
    "resources-set",
    withInput("StatefulSet/jenkins", `${controller}|resources|limits`, { cpu: "4" }),
    "StatefulSet/jenkins spec.template.spec.containers[jenkins].resources.limits.memory: expected a quantity, got nothing",
  ],
];
