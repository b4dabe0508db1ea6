import {
  arrow,
  byField,
  interrupts,
  isNewNamespace,
  namespaceOf,
  objectName,
  review,
  safe,
  type Rule,
} from "./effect";
import type { Change } from "../step";
import { compareQuantities } from "./quantity";

/** Which nodes may attach volumes of the NAS. */
export const nodePatch: Rule = (step, { steps }) => {
  const node = objectName(step);
  if (step.operation === "create" || step.operation === "import")
    return [safe(`node ${node} may attach volumes of the NAS`)];
  if (step.operation === "update")
    return byField(step, [
      [/^metadata\.labels\b/, () => review("nodes that attach volumes are found by another label")],
    ]);
  if (step.operation === "replace")
    return [review(`node ${node} may attach no volume of the NAS meanwhile`)];
  const left = steps.filter(
    (other) => other.type === step.type && other.operation !== "delete",
  ).length;
  return left === 0
    ? [review(`node ${node} was the last that may attach volumes: Jenkins could start nowhere`)]
    : [
        safe(
          `node ${node} attaches no more volumes of the NAS; what runs there goes on until it moves`,
        ),
      ];
};

/** A namespace, with everything that is in it. */
export const namespace: Rule = (step) => {
  const name = objectName(step);
  if (step.operation === "create") return [safe(`new namespace ${name}`)];
  if (step.operation === "delete" || step.operation === "replace")
    return [review(`namespace ${name} would be removed with everything in it`)];
  return byField(step, [
    [
      /pod-security\.kubernetes\.io\//,
      () => interrupts("other pods are let in: new ones may be refused"),
    ],
  ]);
};

/** How much builds may take at once. */
export const quota: Rule = (step, surroundings) => {
  if (step.operation === "create")
    return [
      isNewNamespace(namespaceOf(step), surroundings)
        ? safe("what builds may take at once is limited")
        : interrupts("what builds may take at once is limited: builds that do not fit wait"),
    ];
  if (step.operation === "delete")
    return [safe("what builds may take at once is no longer limited")];
  if (step.operation === "replace") return undefined;
  const bounds = step.changes.filter(({ path }) => /^spec\.(hard|limits)\b/.test(path));
  const more = bounds.filter(isMore).map(boundText);
  const less = bounds.filter((change) => !isMore(change)).map(boundText);
  return [
    ...byField(step, [[/^spec\.(hard|limits)\b/, () => undefined]]),
    ...(less.length > 0
      ? [interrupts(`less room for builds: ${less.join(", ")}; builds that do not fit wait`)]
      : []),
    ...(more.length > 0 ? [safe(`more room for builds: ${more.join(", ")}`)] : []),
  ];
};

function isMore({ path, before, after }: Change): boolean {
  if (after === undefined) return true;
  // The least that a container has to ask for: a higher one keeps smaller ones out.
  return /\.min\b/.test(path)
    ? (compareQuantities(before, after) ?? -1) >= 0
    : (compareQuantities(after, before) ?? -1) >= 0;
}

function boundText({ path, before, after }: Change): string {
  const what = path.replace(/^spec\.(hard|limits\[\d+\])\.?/, "").replace(/[["\]]+/g, "");
  return `${what} ${arrow(before, after)}`;
}

/** How many pods a drained node may take away at once. */
export const disruptionBudget: Rule = () => [safe("only how nodes are drained")];

/** Versions of the plugins by which the engine works, where the program names no provider: another one is another name. */
export const defaultProvider: Rule = ({ operation, before, after }) => {
  const known = [before, after].every((state) =>
    Object.keys(state?.inputs ?? {}).every((key) => /^(version|plugin\w+|__internal)$/.test(key)),
  );
  return known && operation !== "replace" ? [safe("another version of a provider")] : undefined;
};

/** How the program reaches the cluster. */
export const provider: Rule = (step) => {
  if (step.operation === "create") return [safe("how the cluster is reached")];
  if (step.operation !== "update")
    return [review("another cluster: every object would be made anew there")];
  return byField(step, [
    [
      /^kubeconfig$/,
      () => review("the cluster is reached by another kubeconfig: is it the same one?"),
    ],
    [/^(version|kubeClientSettings|pluginDownloadURL)\b/, () => safe("how the cluster is reached")],
  ]);
};
