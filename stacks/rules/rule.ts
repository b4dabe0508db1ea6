import { z } from "zod";

import type { Parsed } from "../../components/internal/parsed";
import { issueOf, type Finding } from "../fields";
import { pathText } from "../path-text";

/** A finding of a rule that spans several settings, at the setting to change. */
export interface Violation extends Finding {
  readonly path: readonly string[];
}

/**
 * A rule that spans several settings.
 *
 * zod skips such a rule as soon as anything else is wrong; this one runs unless one of the settings it
 * reads is itself wrong, so that a stack's problems are reported together.
 *
 * @param reads the settings the rule depends on, e.g. `storage.luns.*.iqn`
 */
export function rule<T>(
  reads: readonly string[],
  violations: (settings: T) => Iterable<Violation>,
): z.core.$ZodCheck<T> {
  const needs = reads.map((read) => read.split("."));
  return z.superRefine<T>(
    (settings, context) => {
      for (const { path, ...finding } of violations(settings))
        context.addIssue({ ...issueOf({ ...finding, spans: true }), path: [...path] });
    },
    {
      when: ({ issues }) =>
        !issues.some(
          (issue) =>
            spoils(issue) && needs.some((need) => overlap(need, issue.path?.map(String) ?? [])),
        ),
    },
  );
}

/** Whether a value is unusable: neither an unknown key beside it nor another rule's word makes it so. */
function spoils(issue: z.core.$ZodRawIssue): boolean {
  if (issue.code === "unrecognized_keys") return false;
  const finding = (issue["params"] as { finding?: Finding } | undefined)?.finding;
  return finding?.spans !== true;
}

/** Whether one path leads to, or through, the other; `*` stands for any name. */
function overlap(need: readonly string[], path: readonly string[]): boolean {
  return path.every((part, index) => {
    const wanted = need[index];
    return wanted === undefined || wanted === "*" || wanted === part;
  });
}

/** A setting with the value that no other of its kind may have. */
export interface Owner {
  readonly path: readonly string[];
  readonly value: string;
}

/** Every setting whose value an earlier one has already. */
export function* duplicates(owners: Iterable<Owner>, fix: string): Generator<Violation> {
  const first = new Map<string, Owner>();
  for (const owner of owners) {
    const other = first.get(owner.value);
    if (other === undefined) first.set(owner.value, owner);
    else
      yield {
        path: owner.path,
        problem: { expected: `another value than ${pathText(other.path)}`, fix },
        value: owner.value,
      };
  }
}

/** The value of a setting that its own check has let pass: a rule runs only then. */
export function known<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(`unchecked setting: expected ${parsed.problem.expected}`);
  return parsed.value;
}
