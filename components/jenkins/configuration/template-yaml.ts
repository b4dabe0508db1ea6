import { stringify } from "yaml";

import { agentUser, inboundAgent } from "../../internal/inbound-agent";
import type { AgentTemplate } from "../../internal/agent-template";
import { parsed } from "../../internal/arguments";
import { parsePodYaml } from "../../internal/pod-yaml";
import { tolerationList } from "../../internal/tolerations";

type Mapping = Readonly<Record<string, unknown>>;

/**
 * The pod of a template as far as the plugin has no fields for it, with the template's own YAML over it.
 *
 * Merged here and not by the plugin: within one template the plugin lets its fields win over YAML.
 */
export function templateYaml(template: AgentTemplate): string {
  const own = template.yaml === undefined ? {} : parsed(parsePodYaml, template.yaml);
  return stringify(merged({ spec: podSpec(template) }, own), { lineWidth: 0 });
}

function podSpec(template: AgentTemplate): Mapping {
  const { seLinuxLevel, preferredNodes = {}, tolerations = {} } = template;
  const preferred = Object.entries(preferredNodes);
  const tolerated = tolerationList(tolerations);
  return {
    automountServiceAccountToken: template.apiToken ?? false,
    securityContext: {
      fsGroup: agentUser,
      seccompProfile: { type: "RuntimeDefault" },
      ...(seLinuxLevel === undefined ? {} : { seLinuxOptions: { level: seLinuxLevel } }),
    },
    ...(tolerated.length === 0 ? {} : { tolerations: tolerated }),
    ...(preferred.length === 0 ? {} : { affinity: preferring(preferred) }),
    containers: [{ name: inboundAgent, root: false }, ...(template.containers ?? [])].map(
      ({ name, root }) => ({ name, securityContext: containerSecurity(root) }),
    ),
  };
}

/** A container that installs packages keeps the capabilities of root within the pod. */
function containerSecurity(root: boolean): Mapping {
  return root
    ? { runAsUser: 0, runAsGroup: 0, allowPrivilegeEscalation: false }
    : {
        runAsUser: agentUser,
        runAsGroup: agentUser,
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      };
}

function preferring(labels: readonly (readonly [string, string])[]): Mapping {
  return {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: labels.map(([key, value]) => ({
        weight: 100,
        preference: { matchExpressions: [{ key, operator: "In", values: [value] }] },
      })),
    },
  };
}

/** Mappings are merged, lists of named things by name, and everything else is replaced. */
function merged(below: unknown, above: unknown): unknown {
  if (isMapping(below) && isMapping(above)) {
    const keys = [...new Set([...Object.keys(below), ...Object.keys(above)])];
    return Object.fromEntries(
      keys.map((key) => [key, key in above ? merged(below[key], above[key]) : below[key]]),
    );
  }
  if (namedList(below) && namedList(above)) {
    const others = above.filter(({ name }) => !below.some((item) => item.name === name));
    const kept = below.map((item) =>
      merged(item, above.find(({ name }) => name === item.name) ?? item),
    );
    return [...kept, ...others];
  }
  return above;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function namedList(value: unknown): value is { readonly name: string }[] {
  return Array.isArray(value) && value.every((item) => isMapping(item) && "name" in item);
}
