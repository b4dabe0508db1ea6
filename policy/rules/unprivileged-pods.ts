import { at, textsAt } from "../inputs";
import type { PolicyContainer } from "../pod";
import type { PolicyRule } from "../rule";

/** Capabilities that the baseline of the Pod Security Standards lets a container have. */
const harmless = new Set(
  (
    "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE " +
    "SETFCAP SETGID SETPCAP SETUID SYS_CHROOT"
  ).split(" "),
);

/** Privileged pods run in the namespaces that the settings name, and nowhere else (B-11, D-08). */
export const unprivilegedPods: PolicyRule = {
  id: "unprivileged-pods",
  description: "No container is privileged outside the namespaces named in the settings.",
  reason: "a privileged container is root on its node, and reads what every pod there may read",
  fix: "take the privilege away, or run the pod in a namespace of policy.privilegedNamespaces",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ pods, settings }) {
    for (const { resource, containers, namespace } of pods) {
      if (namespace !== undefined && settings.privilegedNamespaces.includes(namespace)) continue;
      for (const container of containers)
        for (const [field, expected, value] of privilegesOf(container))
          yield { resource, path: `${container.path}.securityContext.${field}`, expected, value };
    }
  },
};

function* privilegesOf({ container }: PolicyContainer): Generator<[string, string, unknown]> {
  if (at(container, "securityContext", "privileged") === true) yield ["privileged", "false", true];
  for (const capability of textsAt(container, "securityContext", "capabilities", "add"))
    if (!harmless.has(capability))
      yield ["capabilities.add", "no capability of the node's administrator", capability];
}
