import { differences } from "../changes";
import { isRecord, segmentsOf, valueAt } from "../path";
import { parentTypes, type Change, type ResourceState, type Step } from "../step";
import type { Verdict } from "../verdict";

/** What a step does to a running Jenkins and its data, in words for who knows neither Pulumi nor Kubernetes well. */
export interface Effect {
  readonly verdict: Verdict;
  /** A phrase without a final period. */
  readonly text: string;
}

/** What a rule may look at beside its step. */
export interface Surroundings {
  /** Every step of the preview. */
  readonly steps: readonly Step[];
  /** Snapshot that the home was restored to on purpose: older versions are wanted then. */
  readonly restoredSnapshot?: string;
}

/** What a step of one kind does; nothing when the rule knows no more about it than its kind. */
export type Rule = (step: Step, surroundings: Surroundings) => readonly Effect[] | undefined;

export const safe = (text: string): Effect => ({ verdict: "safe", text });
export const restarts = (text: string): Effect => ({ verdict: "restarts Jenkins", text });
export const interrupts = (text: string): Effect => ({ verdict: "interrupts builds", text });
export const review = (text: string): Effect => ({ verdict: "touches data: review needed", text });
export const refused = (text: string): Effect => ({ verdict: "refused", text });

/** What changes of one field mean, by the path. Nothing means that the field is of no interest. */
export type FieldRule = readonly [
  RegExp,
  (change: Change, step: Step) => Effect | readonly Effect[] | undefined,
];

/** Fields of every object that nothing but people and selectors look at. */
function descriptive(step: Step): FieldRule[] {
  const labels: FieldRule = [/^metadata\.(labels|annotations)\b/, () => safe("labels only")];
  if (!["Namespace", "Secret"].includes(kindOf(step))) return [labels];
  // Network policies find namespaces by them, and Jenkins its credentials.
  return [
    [/^metadata\.annotations\["pulumi\.com\//, () => safe("labels only")],
    [
      /^metadata\.(labels|annotations)\b/,
      ({ path }) =>
        review(
          `${path} of ${kindOf(step)} ${objectName(step)} changes: what looks for it finds it no longer`,
        ),
    ],
  ];
}

/** Labels that come or go as a whole, one by one. */
function descended(change: Change): Change[] {
  const { path, before, after, forcesReplacement } = change;
  if (!/^metadata(\.(labels|annotations))?$/.test(path)) return [change];
  if (!isRecord(before ?? {}) || !isRecord(after ?? {})) return [change];
  const found = differences(before ?? {}, after ?? {}, segmentsOf(path));
  return found.length === 0
    ? [change]
    : found
        .map((difference) => ({ ...difference, forcesReplacement }))
        .flatMap((one) => (one.path === path ? [one] : descended(one)));
}

/** Whether a namespace comes with the same run: nothing has lived in it yet. */
export function isNewNamespace(name: string, { steps }: Surroundings): boolean {
  return steps.some(
    (step) =>
      step.type === "kubernetes:core/v1:Namespace" &&
      step.operation === "create" &&
      objectName(step) === name,
  );
}

/**
 * Effects of an update, a field at a time. The first rule that fits a path judges it; a field that no rule knows is
 * never called safe.
 */
export function byField(step: Step, rules: readonly FieldRule[]): Effect[] {
  const effects = step.changes.flatMap(descended).flatMap((change) => {
    const rule = [...rules, ...descriptive(step)].find(([path]) => path.test(change.path));
    return rule === undefined ? unknownField(step, change) : (rule[1](change, step) ?? []);
  });
  // A label beside something of weight is not worth a word.
  const weighty = effects.filter(({ text }) => text !== "labels only");
  return weighty.length > 0 ? weighty : effects;
}

function unknownField(step: Step, { path }: Change): Effect {
  return review(`${path} of a ${kindOf(step)} changes: what that does is not known here`);
}

/** Last part of the type token, e.g. `StatefulSet`. */
export function kindOf({ type }: Pick<Step, "type">): string {
  return type.split(":").at(-1) ?? type;
}

/** Whether the resource belongs to a component of this class. */
export function isIn(step: Step, component: string): boolean {
  return parentTypes(step.urn).some((type) => type.split(":").at(-1) === component);
}

/** Name of the object in the cluster, or the logical name of what is none. */
export function objectName(step: Step): string {
  const name = text(step.after ?? step.before, "metadata.name");
  return name === "" ? step.name : name;
}

/** Namespace of the object; empty for one that is in none. */
export function namespaceOf(step: Step): string {
  return text(step.after ?? step.before, "metadata.namespace");
}

/** A text among the inputs; empty when there is none. */
export function text(state: ResourceState | undefined, path: string): string {
  const value = valueAt(state?.inputs, segmentsOf(path));
  return typeof value === "string" ? value : "";
}

/** A group among the inputs; empty when there is none. */
export function group(
  state: ResourceState | undefined,
  path: string,
): Readonly<Record<string, unknown>> {
  const value = valueAt(state?.inputs, segmentsOf(path));
  return isRecord(value) ? value : {};
}

/** `20Gi → 30Gi`, with words for what was or will be absent. */
export function arrow(before: unknown, after: unknown): string {
  return `${plain(before)} → ${plain(after)}`;
}

function plain(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}
