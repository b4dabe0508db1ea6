import type { Operation, Step } from "../step";
import { verdicts } from "../verdict";
import {
  defaultProvider,
  disruptionBudget,
  namespace,
  nodePatch,
  provider,
  quota,
} from "./cluster";
import { localCommand, remoteCommand } from "./commands";
import { configMap } from "./configuration";
import { controllerSet } from "./controller";
import { kindOf, review, safe, type Effect, type Rule, type Surroundings } from "./effect";
import { protectedRule, unprotectedRule } from "./kept";
import { drawnPassword } from "./lun";
import { role, roleBinding, serviceAccount, serviceAccountPatch } from "./rights";
import { secretObject } from "./secrets";
import { persistentVolume, persistentVolumeClaim, volumeGuard, volumePatch } from "./storage";
import { exposure, monitoring, networkPolicy, service } from "./traffic";
import { cronJob, deployment, job } from "./work";

export type { Effect } from "./effect";

/** The rule for a kind, by the type token. What is not here is never called safe. */
const rules: Readonly<Record<string, Rule>> = {
  "command:local:Command": localCommand,
  "command:remote:Command": remoteCommand,
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy": volumeGuard,
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding": volumeGuard,
  "kubernetes:apps/v1:Deployment": deployment,
  "kubernetes:apps/v1:StatefulSet": controllerSet,
  "kubernetes:batch/v1:CronJob": cronJob,
  "kubernetes:batch/v1:Job": job,
  "kubernetes:core/v1:ConfigMap": configMap,
  "kubernetes:core/v1:LimitRange": quota,
  "kubernetes:core/v1:Namespace": namespace,
  "kubernetes:core/v1:NodePatch": nodePatch,
  "kubernetes:core/v1:PersistentVolume": persistentVolume,
  "kubernetes:core/v1:PersistentVolumeClaim": persistentVolumeClaim,
  "kubernetes:core/v1:PersistentVolumePatch": volumePatch,
  "kubernetes:core/v1:ResourceQuota": quota,
  "kubernetes:core/v1:Secret": secretObject,
  "kubernetes:core/v1:Service": service,
  "kubernetes:core/v1:ServiceAccount": serviceAccount,
  "kubernetes:core/v1:ServiceAccountPatch": serviceAccountPatch,
  "kubernetes:monitoring.coreos.com/v1:PrometheusRule": monitoring,
  "kubernetes:monitoring.coreos.com/v1:ServiceMonitor": monitoring,
  "kubernetes:networking.k8s.io/v1:Ingress": exposure,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": networkPolicy,
  "kubernetes:policy/v1:PodDisruptionBudget": disruptionBudget,
  "kubernetes:rbac.authorization.k8s.io/v1:Role": role,
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": roleBinding,
  "pulumi:providers:kubernetes": provider,
  "random:index/randomPassword:RandomPassword": drawnPassword,
};

/** Kinds of gateways, whose groups have several versions. */
const exposing = /^kubernetes:(gateway\.networking\.k8s\.io|traefik\.io)\//;

/** What one step does, the gravest first. Without a rule that knows it, the step has to be looked at. */
export function effectsOf(step: Step, surroundings: Surroundings): readonly Effect[] {
  if (step.operation === "same" && step.changes.length === 0) return [];
  if (step.operation === "read") return [];
  const kept = protectedRule(step, surroundings);
  if (kept !== undefined) return kept;
  const lost = unprotectedRule(step, surroundings) ?? [];
  const fields = { ...step, changes: step.changes.filter(({ path }) => !path.startsWith("(")) };
  if (lost.length > 0 && fields.changes.length === 0) return lost;
  const rule = ruleFor(step);
  return sorted([...lost, ...(rule?.(fields, surroundings) ?? [unknownStep(step)])]);
}

function ruleFor({ type, name }: Step): Rule | undefined {
  if (/^pulumi:providers:/.test(type) && /^default(_|$)/.test(name)) return defaultProvider;
  return exposing.test(type) ? exposure : rules[type];
}

function unknownStep(step: Step): Effect {
  return review(`${kindOf(step)} ${verbs[step.operation]}: what that does is not known here`);
}

const verbs: Readonly<Record<Operation, string>> = {
  create: "is made",
  update: "changes",
  replace: "is replaced",
  delete: "is removed",
  read: "is read",
  same: "stays",
  import: "is adopted",
};

/** Every effect once, the gravest first. */
function sorted(effects: readonly Effect[]): Effect[] {
  const unique = [...new Map(effects.map((effect) => [effect.text, effect])).values()];
  if (unique.length === 0) return [safe("nothing that is in use")];
  return unique.sort((a, b) => verdicts.indexOf(b.verdict) - verdicts.indexOf(a.verdict));
}
