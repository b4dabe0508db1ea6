import { controller, wrapped, type Breach } from "../support/breach";
import { added, changed, withInput } from "../support/changes";

/** What the rules about secrets, rights, networks and labels refuse. */
export const accessBreaches: readonly Breach[] = [
  [
    "a private key in a ConfigMap (A-55)",
    "no-secret-literals",
    withInput(
      "ConfigMap/known-hosts",
      "data|id_ed25519",
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb\n",
    ),
    "ConfigMap/ssh-known-hosts data[id_ed25519]: expected no secret, got a private key",
  ],
  [
    "a secret of Pulumi in a ConfigMap (A-55)",
    "no-secret-literals",
    withInput("ConfigMap/known-hosts", "data|password", wrapped("s3cret-value")),
    "ConfigMap/ssh-known-hosts data[password]: expected no secret, got a secret",
  ],
  [
    "a password in a variable (A-55)",
    "no-secret-literals",
    withInput("StatefulSet/jenkins", `${controller}|env|0`, { name: "DB_PASSWORD", value: "pw" }),
    "StatefulSet/jenkins spec.template.spec.containers[jenkins].env[DB_PASSWORD].value: expected no secret, got a literal",
  ],
  [
    "a variable with a value beside the reference to a Secret",
    "no-secret-literals",
    withInput("StatefulSet/jenkins", `${controller}|env|0`, {
      name: "MODE",
      value: "fast",
      valueFrom: { secretKeyRef: {} },
    }),
    "StatefulSet/jenkins spec.template.spec.containers[jenkins].env[MODE].value: expected no value beside valueFrom, got both",
  ],
  [
    "a secret on the line of a command (A-55)",
    "no-secret-literals",
    withInput("Command/lun-jenkins", "update", wrapped("exec node nas/run.cjs --password s3cret")),
    "Command/lun-jenkins update: expected no secret, got a secret",
  ],
  [
    "a role with a wildcard (A-04)",
    "narrow-roles",
    withInput("Role/jenkins-agents", "rules|0|verbs", ["*"]),
    'Role/jenkins-agents rules[0].verbs: expected no wildcard, got "*"',
  ],
  [
    "a role that raises its own rights (A-04)",
    "narrow-roles",
    withInput("Role/jenkins-agents", "rules|0|verbs", ["get", "escalate"]),
    'Role/jenkins-agents rules[0].verbs: expected no right to raise rights, got "escalate"',
  ],
  [
    "an account bound to cluster-admin (A-05)",
    "narrow-roles",
    withInput("RoleBinding/jenkins-agents", "roleRef|name", "cluster-admin"),
    'RoleBinding/jenkins-agents roleRef.name: expected a role of its own, got "cluster-admin"',
  ],
  [
    "a role for everybody (A-05)",
    "narrow-roles",
    withInput("RoleBinding/jenkins-agents", "subjects|0|name", "system:authenticated"),
    'RoleBinding/jenkins-agents subjects: expected accounts of the stack, got "system:authenticated"',
  ],
  [
    "a role for every account of the cluster (A-05)",
    "narrow-roles",
    added("rbac.authorization.k8s.io/v1:ClusterRoleBinding", "wide", {
      roleRef: { kind: "ClusterRole", name: "view" },
      subjects: [{ kind: "Group", name: "system:serviceaccounts" }],
    }),
    'ClusterRoleBinding/wide subjects: expected accounts of the stack, got "system:serviceaccounts"',
  ],
  [
    "an account bound to a role that reads every Secret (A-05)",
    "narrow-roles",
    withInput("RoleBinding/jenkins-agents", "roleRef|name", "admin"),
    'RoleBinding/jenkins-agents roleRef.name: expected a role of its own, got "admin"',
  ],
  [
    "a policy that lets everybody in beside one that denies (E-04)",
    "isolated-namespaces",
    added("networking.k8s.io/v1:NetworkPolicy", "open", {
      spec: { podSelector: { matchLabels: {} }, policyTypes: ["Ingress"], ingress: [{ from: [] }] },
    }),
    "NetworkPolicy/open spec.ingress[0]: expected peers or ports, got everybody on every port",
  ],
  [
    "a policy that lets everything out by an address (E-04)",
    "isolated-namespaces",
    added("networking.k8s.io/v1:NetworkPolicy", "open", {
      spec: {
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [{ to: [{ ipBlock: { cidr: "::/0" } }] }],
      },
    }),
    "NetworkPolicy/open spec.egress[0]: expected peers or ports, got everybody on every port",
  ],
  [
    "a password that anybody would guess (A-55)",
    "no-secret-literals",
    withInput("StatefulSet/jenkins", `${controller}|env|0`, { name: "DB_PASS", value: "12345678" }),
    "StatefulSet/jenkins spec.template.spec.containers[jenkins].env[DB_PASS].value: expected no secret, got a literal",
  ],
  [
    "a namespace of builds without a policy that denies by default (E-04)",
    "isolated-namespaces",
    changed("NetworkPolicy/jobs-boundaries-default-deny", () => ({ operation: "delete" })),
    'Deployment/gentoo-rsync metadata.namespace: expected a namespace that denies by default, got "jenkins-jobs"',
  ],
  [
    "a namespace whose policy lets everything out (E-04)",
    "isolated-namespaces",
    withInput("NetworkPolicy/jenkins-default-deny", "spec|egress", [{}]),
    'StatefulSet/jenkins metadata.namespace: expected a namespace that denies by default, got "jenkins"',
  ],
  [
    "an object of nobody (E-07)",
    "common-labels",
    withInput("ConfigMap/known-hosts", "metadata|labels|app.kubernetes.io/part-of", undefined),
    'ConfigMap/ssh-known-hosts metadata.labels[app.kubernetes.io/part-of]: expected "jenkins-stack", got nothing',
  ],
  [
    "a pod of nobody (E-07)",
    "common-labels",
    withInput(
      "StatefulSet/jenkins",
      "spec|template|metadata|labels|app.kubernetes.io/component",
      "",
    ),
    "StatefulSet/jenkins spec.template.metadata.labels[app.kubernetes.io/component]: expected a role within the stack, got nothing",
  ],
];
