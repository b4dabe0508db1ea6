import { rolledFrom, shortVersion, versionIn, type Rolled } from "../../upgrade/rolled";
import { isRecord, segmentsOf, valueAt } from "../path";
import type { Change, ResourceState, Step } from "../step";
import {
  arrow,
  byField,
  interrupts,
  refused,
  restarts,
  review,
  safe,
  text,
  type Effect,
  type FieldRule,
  type Rule,
} from "./effect";
import { homeEffects } from "./home";
import { stepsBack } from "./upgrade";

/** The controller: one pod that holds the home. */
export const controllerSet: Rule = (step, surroundings) => {
  const { operation } = step;
  if (operation === "create" || operation === "import")
    return [safe("Jenkins starts for the first time")];
  if (operation === "delete") return [review("Jenkins would be taken down; its home stays")];
  const always = [
    ...stepsBack(rolledIn(step.before), rolledIn(step.after), surroundings),
    ...homeEffects(step),
  ];
  if (operation === "replace")
    return [
      ...merged(step).filter(({ verdict }) => verdict !== "restarts Jenkins"),
      ...always,
      interrupts("Jenkins is taken down and made anew; its home stays"),
    ];
  return [...always, ...merged(step)];
};

/** What the controller's own container runs; its plugins are in a file of their own. */
function rolledIn(state: ResourceState | undefined): Rolled {
  const list = valueAt(state?.inputs, segmentsOf("spec.template.spec.containers"));
  const containers = Array.isArray(list) ? list.filter(isRecord) : [];
  const jenkins = containers.find(({ name }) => name === "jenkins") ?? containers[0];
  return rolledFrom({ JENKINS_IMAGE: jenkins?.["image"] });
}

/** Which part of a pod a field belongs to, in words; each of them means a new pod. */
const podFields: readonly FieldRule[] = [
  [/^spec\.template\.spec\.(initContainers|containers)\[\d+\]\.image$/, image],
  [
    /^spec\.template\.spec\.volumes\[\d+\]\.persistentVolumeClaim\.claimName$/,
    ({ before, after }) =>
      review(`Jenkins starts on another home: claim ${arrow(before, after)}; the old one is kept`),
  ],
  [
    /^spec\.template\.spec\.securityContext\.(runAsUser|runAsGroup|fsGroup)$/,
    () => review("Jenkins runs as another user: files of the home change hands"),
  ],
  [
    /\.securityContext\.seLinuxOptions\b/,
    () => review("another SELinux level: every file of the home is given another label"),
  ],
  [
    /\.securityContext\b/,
    ({ path }) =>
      review(
        `what Jenkins may do on its node changes (${path.replace(/^.*\.securityContext\.?/, "") || "all of it"})`,
      ),
  ],
  [
    /^spec\.template\.spec\.(host\w+|serviceAccountName|shareProcessNamespace|runtimeClassName)$/,
    ({ path, before, after }) =>
      review(
        `Jenkins runs with other rights (${path.replace(/^.*\./, "")} ${arrow(before, after)})`,
      ),
  ],
  [/\.resources\.(limits|requests)\.[\w-]+$/, resources],
  [
    /^spec\.template\.spec\.(volumes|containers|initContainers)\[.*(configMap|secret|Secret|secretKeyRef)\b/,
    mounted,
  ],
  [/\.env\[\d+\]/, variable],
  [
    /^spec\.template\.spec\.(nodeSelector|affinity|tolerations|topologySpreadConstraints)\b/,
    () => restarts("another choice of nodes"),
  ],
  [
    // It follows the rest of the pod.
    /^spec\.template\.metadata\.annotations\.jenkins-stack\/pod-hash$/,
    (_change, { changes }) =>
      changes.length === 1 ? restarts("another hash of the pod") : undefined,
  ],
  [/^spec\.template\.metadata\b/, () => restarts("labels or annotations of the pod")],
  [/\.(start|read|live)\w+Probe\b/, () => restarts("probes")],
  [
    /^spec\.template\.spec\.terminationGracePeriodSeconds$/,
    () => restarts("time for an orderly end"),
  ],
  [/^spec\.template\.spec\.(initContainers|containers)\[\d+\]/, container],
  [/^spec\.template\.spec\.volumes\b/, () => restarts("volumes")],
  [/^spec\.template\./, ({ path }) => restarts(path.replace(/^spec\.template\.(spec\.)?/, ""))],
];

const setFields: readonly FieldRule[] = [
  ...podFields,
  [/^spec\.replicas$/, replicas],
  [
    /^spec\.(updateStrategy|minReadySeconds|persistentVolumeClaimRetentionPolicy)\b/,
    ({ path }) => review(`${path} changes`),
  ],
];

/** One restart, whatever the number of its reasons. */
function merged(step: Step): Effect[] {
  const effects = byField(step, setFields);
  const stopped = step.changes.some(({ path, after }) => path === "spec.replicas" && after === 0);
  const reasons = [
    ...new Set(
      effects
        .filter(({ verdict, text: reason }) => verdict === "restarts Jenkins" && reason !== started)
        .map(({ text: reason }) => reason),
    ),
  ];
  const others = effects.filter(({ verdict }) => verdict !== "restarts Jenkins");
  const starts = effects.filter(({ text: reason }) => reason === started);
  if (reasons.length === 0 || stopped) return [...others, ...starts];
  return [...others, ...starts, restarts(`pod restart: ${reasons.join(", ")}`)];
}

const started = "Jenkins is started again";

function replicas(change: Change): Effect | undefined {
  // One is what Kubernetes takes an absent number for.
  const { before = 1, after = 1 } = change;
  if (before === after) return undefined;
  if (after === 0) return interrupts("Jenkins is stopped");
  if (after === 1) return restarts(started);
  return refused(`${arrow(before, after)} controllers: two of them on one home destroy it`);
}

function image({ before, after }: Change): Effect {
  const [was, is] = [before, after].map((value) => (typeof value === "string" ? value : ""));
  if (was === undefined || is === undefined || was === "" || is === "")
    return restarts("another container");
  const versions = [was, is].map(versionIn);
  return versions[0] !== undefined && versions[1] !== undefined && versions[0] !== versions[1]
    ? restarts(`Jenkins ${shortVersion(was)} → ${shortVersion(is)}`)
    : restarts(`image ${arrow(was, is)}`);
}

function container({ path }: Change, step: Step): Effect {
  const at = path.replace(/^(.*?ontainers\[\d+\]).*$/, "$1");
  const name = text(step.after, `${at}.name`) || text(step.before, `${at}.name`);
  return restarts(`container ${name}`);
}

function resources(change: Change, step: Step): Effect {
  const [, kind = "", what = ""] =
    /\.resources\.(limits|requests)\.([\w-]+)$/.exec(change.path) ?? [];
  const container = change.path.replace(/\.resources\..*$/, "");
  const name = text(step.after, `${container}.name`);
  const word = `${what} ${kind === "limits" ? "limit" : "request"}`;
  // The init containers share the limits of Jenkins: once is enough.
  const told = container.includes("initContainers") && usedBySomeContainer(step, change);
  return restarts(
    told || name === "jenkins"
      ? `${word} ${arrow(change.before, change.after)}`
      : `${word} of ${name} ${arrow(change.before, change.after)}`,
  );
}

function usedBySomeContainer(step: Step, { path, before, after }: Change): boolean {
  const field = path.replace(/^.*(?=\.resources\.)/, "");
  return step.changes.some(
    (other) =>
      other.path.endsWith(field) &&
      /\.containers\[\d+\]\.resources/.test(other.path) &&
      other.before === before &&
      other.after === after,
  );
}

/** What the generated names of the controller's own objects stand for. */
const mounts: readonly (readonly [RegExp, string])[] = [
  [/-plugins-/, "another set of plugins"],
  [/-init-groovy-/, "other init scripts"],
  [/-configuration-/, "another configuration"],
  [/-admin-/, "another administrator's password"],
  [/-reload-/, "another token of the reload"],
];

function mounted({ before, after }: Change): Effect {
  const name = [after, before].find((value) => typeof value === "string") ?? "";
  const known = mounts.find(([pattern]) => pattern.test(name));
  return restarts(known?.[1] ?? "other mounted files");
}

function variable({ path }: Change, step: Step): Effect {
  const at = path.replace(/(\.env\[\d+\]).*$/, "$1");
  const name =
    valueAt(step.after?.inputs, segmentsOf(`${at}.name`)) ??
    valueAt(step.before?.inputs, segmentsOf(`${at}.name`));
  return restarts(`variable ${typeof name === "string" ? name : "of the environment"}`);
}
