import type { PolicyReport } from "../../policy";
import { effectsOf } from "../effects";
import { kindOf, namespaceOf, objectName } from "../effects/effect";
import { failed, type Preview } from "../preview";
import { nameOf, type Operation, type Step } from "../step";
import { gravest, verdicts, type Verdict } from "../verdict";
import { versionChanges, type VersionChange } from "../versions";
import { stepDiff } from "./diff";
import { engineRefusals, problemsOf, warningsOf } from "./problems";
import { roomOf, rooms, type Room } from "./rooms";
import { withStableNames } from "./stable-names";

/** One row of a report: what becomes of one resource, in words. */
export interface Row {
  readonly room: Room;
  readonly operation: Operation;
  /** Kind, e.g. `StatefulSet`. */
  readonly kind: string;
  /** Name in the cluster, with its namespace where it is in one: `jenkins/jenkins`. */
  readonly name: string;
  readonly urn: string;
  readonly verdict: Verdict;
  /** What it does, the gravest first. */
  readonly effects: readonly string[];
}

/** What changes of one resource, line by line; `-` before and `+` after. */
export interface Diff {
  readonly urn: string;
  /** Operation, kind and name. */
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a reviewer is told about a change. */
export interface Report {
  readonly stack: string;
  readonly mode: Preview["mode"];
  readonly verdict: Verdict;
  /** Every resource that changes, by room. */
  readonly rows: readonly Row[];
  readonly versions: readonly VersionChange[];
  /** Why nothing would run: errors of the preview, and rules that no stack may break. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** What this report cannot know. */
  readonly unknowns: readonly string[];
  readonly diffs: readonly Diff[];
}

/** What a report is made of, beside the preview. */
export interface ReportOptions {
  /** What the policies say; absent when nobody has asked them. */
  readonly policy?: PolicyReport;
  /** Snapshot that the home was restored to on purpose: older versions are wanted then. */
  readonly restoredSnapshot?: string;
}

/** Says what a run would do to a running Jenkins and its data. */
export function reportOf(preview: Preview, options: ReportOptions = {}): Report {
  const steps = withStableNames(preview.steps);
  const surroundings = { ...options, steps };
  const changed = steps.filter(isShown);
  const rows = changed.flatMap((step) => rowOf(step, effectsOf(step, surroundings)));
  const refusals = engineRefusals(preview, rows);
  const all = [...rows.filter(({ urn }) => !refusals.some((row) => row.urn === urn)), ...refusals];
  const broken = options.policy?.findings ?? [];
  const errors = [
    ...problemsOf(preview),
    ...broken.filter(({ severity }) => severity === "mandatory").map(({ text }) => text),
  ];
  const stopped = failed(preview)
    ? ["the preview ended at an error: what else would change is not known"]
    : [];
  return {
    ...{ stack: preview.stack, mode: preview.mode },
    verdict: gravest([
      ...all.map(({ verdict }) => verdict),
      ...(errors.length > 0 ? ["refused" as const] : []),
    ]),
    rows: all.sort(byRoom),
    versions: versionChanges(steps),
    errors,
    warnings: [
      ...warningsOf(preview),
      ...broken.filter(({ severity }) => severity === "advisory").map(({ text }) => text),
      ...(options.policy?.exempted ?? []).map(
        ({ text, exemption, reason }) => `${text} (exempted by ${exemption}: ${reason})`,
      ),
      ...(options.policy?.notes ?? []),
    ].sort(),
    unknowns: [...stopped, ...preview.unknowns],
    diffs: changed
      .map((step) => ({ urn: step.urn, title: titleOf(step), lines: stepDiff(step) }))
      .filter(({ lines }) => lines.length > 0)
      .sort((a, b) => compare(a.title, b.title) || compare(a.urn, b.urn)),
  };
}

/** Components and the stack itself are how the program is written, and nothing that runs. */
function isShown({ type, operation, changes }: Step): boolean {
  if (/^(jenkins-stack|pulumi:pulumi):/.test(type)) return false;
  return operation === "same" ? changes.length > 0 : operation !== "read";
}

function rowOf(step: Step, effects: ReturnType<typeof effectsOf>): Row[] {
  if (effects.length === 0) return [];
  return [
    {
      ...{ room: roomOf(step), operation: step.operation, kind: kindOf(step), urn: step.urn },
      name: shownName(step),
      verdict: gravest(effects.map(({ verdict }) => verdict)),
      effects: effects.map(({ text }) => text),
    },
  ];
}

/** A name as kubectl's users write it; of what is no object, the logical one. */
export function shownName(step: Step): string {
  const space = namespaceOf(step);
  return space === "" ? objectName(step) : `${space}/${objectName(step)}`;
}

function titleOf(step: Step): string {
  return `${step.operation} ${kindOf(step)} ${shownName(step)}`;
}

function byRoom(one: Row, other: Row): number {
  return (
    rooms.indexOf(one.room) - rooms.indexOf(other.room) ||
    verdicts.indexOf(other.verdict) - verdicts.indexOf(one.verdict) ||
    compare(one.kind, other.kind) ||
    compare(one.name, other.name) ||
    compare(nameOf(one.urn), nameOf(other.urn)) ||
    compare(one.urn, other.urn)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
