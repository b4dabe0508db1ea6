import { controller, deployment, type Breach } from "../support/breach";
import { added, withInput } from "../support/changes";

/** What the restricted standard for pods refuses. */
export const restrictedBreaches: readonly Breach[] = [
  [
    "a container that may gain rights (E-21)",
    "restricted-pods",
    withInput(
      "StatefulSet/jenkins",
      `${controller}|securityContext|allowPrivilegeEscalation`,
      undefined,
    ),
    "StatefulSet/jenkins spec.template.spec.containers[jenkins].securityContext.allowPrivilegeEscalation: expected false, got nothing",
  ],
  [
    "a container that runs as root (E-21)",
    "restricted-pods",
    withInput("StatefulSet/jenkins", `${controller}|securityContext|runAsUser`, 0),
    "StatefulSet/jenkins spec.template.spec.containers[jenkins].securityContext.runAsUser: expected another user than root, got 0",
  ],
  [
    "a container that keeps its capabilities (E-21)",
    "restricted-pods",
    withInput("StatefulSet/jenkins", `${controller}|securityContext|capabilities`, {}),
    'StatefulSet/jenkins spec.template.spec.containers[jenkins].securityContext.capabilities.drop: expected "ALL" among them, got nothing',
  ],
  [
    "a container without a seccomp profile (E-21)",
    "restricted-pods",
    withInput(
      "StatefulSet/jenkins",
      `${controller}|securityContext|seccompProfile|type`,
      "Unconfined",
    ),
    'StatefulSet/jenkins spec.template.spec.containers[jenkins].securityContext.seccompProfile.type: expected "RuntimeDefault" or "Localhost", got "Unconfined"',
  ],
  [
    "a container with another type of SELinux than its pod (E-21)",
    "restricted-pods",
    withInput("StatefulSet/jenkins", `${controller}|securityContext|seLinuxOptions|type`, "spc_t"),
    'StatefulSet/jenkins spec.template.spec.containers[jenkins].securityContext.seLinuxOptions.type: expected a type of containers, got "spc_t"',
  ],
  [
    "a pod that another user of SELinux may be (E-21)",
    "restricted-pods",
    withInput(
      "StatefulSet/jenkins",
      "spec|template|spec|securityContext|seLinuxOptions|user",
      "system_u",
    ),
    'StatefulSet/jenkins spec.template.spec.securityContext.seLinuxOptions.user: expected none of its own, got "system_u"',
  ],
  [
    "a container that AppArmor does not confine (E-21)",
    "restricted-pods",
    withInput(
      "StatefulSet/jenkins",
      `${controller}|securityContext|appArmorProfile|type`,
      "Unconfined",
    ),
    'StatefulSet/jenkins spec.template.spec.containers[jenkins].securityContext.appArmorProfile.type: expected "RuntimeDefault" or "Localhost", got "Unconfined"',
  ],
  [
    "a pod that sets the kernel of its node (E-21)",
    "restricted-pods",
    withInput("StatefulSet/jenkins", "spec|template|spec|securityContext|sysctls", [
      { name: "net.ipv4.tcp_syncookies", value: "1" },
      { name: "kernel.msgmax", value: "65536" },
    ]),
    'StatefulSet/jenkins spec.template.spec.securityContext.sysctls: expected settings that no other pod notices, got "kernel.msgmax"',
  ],
  [
    "a disk inside a pod's volumes (E-21)",
    "restricted-pods",
    added("apps/v1:Deployment", "reader", deployment({ volumes: [{ name: "disk", nfs: {} }] })),
    'Deployment/reader spec.template.spec.volumes[disk]: expected a volume of the cluster, got "nfs"',
  ],
  [
    "a pod that nobody can read (E-21)",
    "restricted-pods",
    added("core/v1:Pod", "hidden", { spec: "[secret]" }),
    "Pod/hidden spec: expected a pod that can be read, got none",
  ],
  [
    "a namespace that enforces no standard (D-08)",
    "restricted-pods",
    withInput("Namespace/jobs", "metadata|labels|pod-security.kubernetes.io/enforce", "privileged"),
    'Namespace/jenkins-jobs metadata.labels[pod-security.kubernetes.io/enforce]: expected "baseline" or "restricted", got "privileged"',
  ],
];
