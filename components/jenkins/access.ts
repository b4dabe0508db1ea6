import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels } from "../internal/labels";
import type { TeamCloud } from "../internal/team-cloud";

/** The controller's identity and where it may act. */
export interface AccessArgs {
  /** Namespace of the controller. */
  readonly namespace: pulumi.Input<string>;
  /** Namespace of the agent pods. */
  readonly jobsNamespace: pulumi.Input<string>;
  /** Namespaces of teams, by their names. */
  readonly teams?: Readonly<Record<string, Pick<TeamCloud, "namespace">>>;
}

/** What the Kubernetes plugin does to run agents, and no more. */
export const agentRules: readonly k8s.types.input.rbac.v1.PolicyRule[] = [
  {
    apiGroups: [""],
    resources: ["pods"],
    // Patch: the plugin's garbage collection notes on each pod when it last saw it.
    verbs: ["create", "delete", "get", "list", "patch", "watch"],
  },
  // A step inside a container is a WebSocket: get for the upgrade, create since newer API servers check both.
  { apiGroups: [""], resources: ["pods/exec"], verbs: ["create", "get"] },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  { apiGroups: [""], resources: ["events"], verbs: ["get", "list", "watch"] },
  // A workspace on a volume of its own; its claim belongs to the pod and goes with it.
  { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["create"] },
];

/** What the credentials provider reads. Access rules know no labels: it sees every Secret of the namespace. */
export const credentialRules: readonly k8s.types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list", "watch"] },
];

/**
 * Makes the controller's ServiceAccount and its two Roles. Nothing is granted for the whole cluster.
 *
 * @returns name of the ServiceAccount
 */
export function serviceAccount(
  name: string,
  { namespace, jobsNamespace, teams = {} }: AccessArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const account = new k8s.core.v1.ServiceAccount(
    name,
    {
      metadata: { name: "jenkins", namespace, labels: labels("controller") },
      automountServiceAccountToken: false,
    },
    { parent },
  );

  const grant = (
    role: string,
    target: pulumi.Input<string>,
    rules: typeof agentRules,
    logicalName = `${name}-${role}`,
  ) => {
    const metadata = { name: `jenkins-${role}`, namespace: target, labels: labels("controller") };
    const { metadata: granted } = new k8s.rbac.v1.Role(
      logicalName,
      { metadata, rules: [...rules] },
      { parent },
    );
    new k8s.rbac.v1.RoleBinding(
      logicalName,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: granted.name },
        subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
      },
      { parent },
    );
  };
  grant("agents", jobsNamespace, agentRules);
  for (const [team, { namespace: target }] of Object.entries(teams))
    grant("agents", target, agentRules, `${name}-agents-${team}`);
  grant("credentials", namespace, credentialRules);

  return account.metadata.name;
}
