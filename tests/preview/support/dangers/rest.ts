import { changed, made, types, type Given } from "../steps";
import { least, type Danger, type Inputs } from "./danger";

const role: Given = { type: types.role, name: "r", component: "JobNamespace" };
const allowed = (rule: Inputs) => ({
  metadata: { name: "r", namespace: "jenkins" },
  rules: [rule],
});
const pods = (apiGroups: readonly string[]) =>
  allowed({ apiGroups, resources: ["pods"], verbs: ["create"] });
const namespace: Given = { type: types.namespace };
const named = (labels?: Inputs) => ({
  metadata: { name: "ci", ...(labels === undefined ? {} : { labels }) },
});
/** What removes old packages. */
export const prune: Given = { type: types.cronJob, component: "PackagePrune" };
/** Its inputs, with the days that packages are kept. */
export const nightly = (value: string) => ({
  spec: {
    jobTemplate: {
      spec: {
        template: { spec: { containers: [{ name: "p", env: [{ name: "PACKAGE_DAYS", value }] }] } },
      },
    },
  },
});
const daemon: Given = { type: types.deployment, component: "RsyncShare" };
const count = (replicas: number) => ({ spec: { replicas, template: { spec: {} } } });
const limits: Given = { type: "kubernetes:core/v1:LimitRange" };
const smallest = (memory: string) => ({
  spec: { limits: [{ type: "Container", min: { memory } }] },
});

/** Changes of rights, of namespaces, and of what runs beside Jenkins. */
export const ofTheRest: readonly Danger[] = [
  [
    "a right to read Secrets",
    made(
      role,
      allowed({ apiGroups: [""], resources: ["secrets", "pods/exec"], verbs: ["get", "create"] }),
    ),
    least.data,
  ],
  ["a right in another group", changed(role, pods([""]), pods(["metrics.k8s.io"])), least.data],
  [
    "a right to an address",
    changed(role, pods([""]), {
      ...pods([""]),
      rules: [...pods([""]).rules, { nonResourceURLs: ["/metrics"], verbs: ["get"] }],
    }),
    least.data,
  ],
  [
    "a binding to a role that is there",
    made(
      { ...role, type: types.roleBinding },
      {
        metadata: { name: "r", namespace: "jenkins" },
        roleRef: { kind: "ClusterRole", name: "admin" },
      },
    ),
    least.data,
  ],
  [
    "a label that policies select by",
    changed(namespace, named({ role: "builds" }), named({ role: "other" })),
    least.data,
  ],
  [
    "a namespace without its labels",
    changed(namespace, named({ "pod-security.kubernetes.io/enforce": "restricted" }), named()),
    least.builds,
  ],
  [
    "a credential without its labels",
    changed(
      { type: types.secret, component: "JenkinsCredentials" },
      named({ "jenkins.io/credentials-type": "usernamePassword" }),
      named(),
    ),
    least.builds,
  ],
  ["packages that are deleted sooner", changed(prune, nightly("90"), nightly("1")), least.data],
  ["packages that are deleted from now on", made(prune, nightly("90")), least.data],
  ["no rsync daemon", changed(daemon, count(1), count(0)), least.builds],
  [
    "a quota of nothing",
    made({ type: types.quota }, { spec: { hard: { pods: "0" } } }),
    least.builds,
  ],
  [
    "containers that are too small",
    changed(limits, smallest("64Mi"), smallest("64Gi")),
    least.builds,
  ],
];
