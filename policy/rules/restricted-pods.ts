import { at, groupAt, groupsAt, isGroup, kindOf, stays, textOf, textsAt } from "../inputs";
import type { PolicyContainer, PolicyPod } from "../pod";
import type { PolicyRule, Violation } from "../rule";

const enforced = "pod-security.kubernetes.io/enforce";
/** Sources of volumes that the restricted standard knows; everything else is somebody's disk. */
const volumeSources = new Set(
  "configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret".split(
    " ",
  ),
);
/** What a pod that copies a home may have otherwise. */
const rootFields = ["runAsNonRoot", "runAsUser", "capabilities.add"];
/** Settings of the kernel that are a pod's own. */
const safeSysctls = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_syncookies",
]);
const seLinuxTypes = [
  "",
  "container_t",
  "container_init_t",
  "container_kvm_t",
  "container_engine_t",
];

/**
 * The stack's own pods satisfy the restricted Pod Security Standard (E-21).
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const restrictedPods: PolicyRule = {
  id: "restricted-pods",
  description:
    "The stack's own pods satisfy the restricted Pod Security Standard, and its namespaces enforce one.",
  reason: "what breaks out of a container with more rights than these is more than a user",
  fix: "set the field as the restricted standard asks: kubernetes.io/docs/concepts/security/pod-security-standards",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ pods, resources, settings }) {
    const wanted = (namespace: string | undefined) =>
      namespace !== undefined && settings.privilegedNamespaces.includes(namespace);
    // What builds may do beyond it is for the standard that their namespace enforces.
    for (const pod of pods) if (!pod.agent && !wanted(pod.namespace)) yield* unrestricted(pod);
    for (const resource of resources) {
      if (resource.type !== "kubernetes:core/v1:Namespace" || !stays(resource)) continue;
      const level = at(resource.inputs, "metadata", "labels", enforced);
      const name = at(resource.inputs, "metadata", "name");
      if (level !== "restricted" && level !== "baseline" && !wanted(String(name)))
        yield {
          resource,
          path: `metadata.labels[${enforced}]`,
          expected: '"baseline" or "restricted"',
          value: level,
        };
    }
  },
};

function* unrestricted(pod: PolicyPod): Generator<Violation> {
  const { resource, path, spec, containers } = pod;
  if (containers.length === 0) {
    yield { resource, path, expected: "a pod that can be read", found: "none" };
    return;
  }
  for (const volume of groupsAt(spec, "volumes"))
    for (const source of Object.keys(volume))
      if (source !== "name" && !volumeSources.has(source))
        yield {
          resource,
          path: `${path}.volumes[${String(volume["name"])}]`,
          expected: "a volume of the cluster",
          value: source,
        };
  for (const [field, expected, value] of openSystem(at(spec, "securityContext")))
    yield { resource, path: `${path}.securityContext.${field}`, expected, value };
  for (const { name } of groupsAt(spec, "securityContext", "sysctls"))
    if (!safeSysctls.has(textOf(name)))
      yield {
        resource,
        path: `${path}.securityContext.sysctls`,
        expected: "settings that no other pod notices",
        value: name,
      };
  const root = keepsOwners(pod);
  for (const container of containers)
    for (const [field, expected, value] of openFields(spec, container))
      if (!root || !rootFields.includes(field))
        yield { resource, path: `${container.path}.securityContext.${field}`, expected, value };
}

/**
 * Whether a pod copies a home. Only root gives files to the owners they had, with the capabilities that the baseline
 * standard allows; `unprivileged-pods` refuses others.
 */
function keepsOwners({ resource, metadata }: PolicyPod): boolean {
  const component = at(metadata, "labels", "app.kubernetes.io/component");
  return kindOf(resource) === "Job" && component === "migration";
}

/** What the standard refuses of SELinux and AppArmor in the security context of a pod or of a container. */
function* openSystem(context: unknown): Generator<[string, string, unknown]> {
  const seLinux = groupAt(context, "seLinuxOptions");
  if (!seLinuxTypes.includes(textOf(seLinux["type"])))
    yield ["seLinuxOptions.type", "a type of containers", seLinux["type"]];
  for (const field of ["user", "role"])
    if (textOf(seLinux[field]) !== "")
      yield [`seLinuxOptions.${field}`, "none of its own", seLinux[field]];
  const profile = at(context, "appArmorProfile", "type");
  if (profile === "Unconfined")
    yield ["appArmorProfile.type", '"RuntimeDefault" or "Localhost"', profile];
}

/** Fields of a container, inherited from its pod or its own, that the standard refuses. */
function* openFields(
  spec: PolicyPod["spec"],
  { container }: PolicyContainer,
): Generator<[string, string, unknown]> {
  const own = (...field: readonly string[]) => at(container, "securityContext", ...field);
  const effective = (...field: readonly string[]) =>
    own(...field) ?? at(spec, "securityContext", ...field);
  if (effective("runAsNonRoot") !== true) yield ["runAsNonRoot", "true", effective("runAsNonRoot")];
  if (effective("runAsUser") === 0) yield ["runAsUser", "another user than root", 0];
  if (own("allowPrivilegeEscalation") !== false)
    yield ["allowPrivilegeEscalation", "false", own("allowPrivilegeEscalation")];
  if (!textsAt(container, "securityContext", "capabilities", "drop").includes("ALL"))
    yield ["capabilities.drop", '"ALL" among them', own("capabilities", "drop")];
  for (const capability of textsAt(container, "securityContext", "capabilities", "add"))
    if (capability !== "NET_BIND_SERVICE")
      yield ["capabilities.add", '"NET_BIND_SERVICE" at most', capability];
  const profile = effective("seccompProfile");
  const type = isGroup(profile) ? profile["type"] : profile;
  if (type !== "RuntimeDefault" && type !== "Localhost")
    yield ["seccompProfile.type", '"RuntimeDefault" or "Localhost"', type];
  if ((own("procMount") ?? "Default") !== "Default")
    yield ["procMount", '"Default"', own("procMount")];
  yield* openSystem(at(container, "securityContext"));
}
