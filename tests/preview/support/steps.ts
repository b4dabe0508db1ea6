import { stepBetween, type ResourceState, type Step } from "../../../preview/step";

/** What a test says of a resource; the rest of its state is as usual. */
export interface Given {
  /** Type token. */
  readonly type: string;
  /** Logical name. */
  readonly name?: string;
  /** Class of the component it belongs to. */
  readonly component?: string;
  readonly protect?: boolean;
}

/** The state of a resource of the stack `prod`. */
export function stateOf(
  { type, name = "it", component, protect = false }: Given,
  inputs: Readonly<Record<string, unknown>>,
): ResourceState {
  const parent = component === undefined ? "" : `jenkins-stack:index:${component}$`;
  const urn = `urn:pulumi:prod::jenkins-stack::${parent}${type}::${name}`;
  return { urn, type, inputs, protect, retainOnDelete: false };
}

/** A resource that is made. */
export function made(given: Given, inputs: Readonly<Record<string, unknown>> = {}): Step {
  return stepBetween(undefined, stateOf(given, inputs));
}

/** A resource that goes. */
export function removed(given: Given, inputs: Readonly<Record<string, unknown>> = {}): Step {
  return stepBetween(stateOf(given, inputs), undefined);
}

/** A resource that changes. */
export function changed(
  given: Given,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  secretsChanged: readonly string[] = [],
): Step {
  return stepBetween(stateOf(given, before), stateOf(given, after), secretsChanged);
}

/** Types by the word for them. */
export const types = {
  volume: "kubernetes:core/v1:PersistentVolume",
  claim: "kubernetes:core/v1:PersistentVolumeClaim",
  command: "command:local:Command",
  remoteCommand: "command:remote:Command",
  password: "random:index/randomPassword:RandomPassword",
  secret: "kubernetes:core/v1:Secret",
  configMap: "kubernetes:core/v1:ConfigMap",
  statefulSet: "kubernetes:apps/v1:StatefulSet",
  deployment: "kubernetes:apps/v1:Deployment",
  job: "kubernetes:batch/v1:Job",
  cronJob: "kubernetes:batch/v1:CronJob",
  namespace: "kubernetes:core/v1:Namespace",
  nodePatch: "kubernetes:core/v1:NodePatch",
  networkPolicy: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  ingress: "kubernetes:networking.k8s.io/v1:Ingress",
  service: "kubernetes:core/v1:Service",
  role: "kubernetes:rbac.authorization.k8s.io/v1:Role",
  roleBinding: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
  account: "kubernetes:core/v1:ServiceAccount",
  quota: "kubernetes:core/v1:ResourceQuota",
  guard: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
  provider: "pulumi:providers:kubernetes",
} as const;
