import { z } from "zod";

import type { Parsed, Problem } from "../components/internal/parsed";

/** What a check attaches to a zod issue, so that problems.ts can word it as the house does. */
export interface Finding {
  readonly problem: Problem;
  /** What to show as found where the settings themselves say nothing, e.g. a default. */
  readonly value?: unknown;
  /** Whether it comes from a rule over several settings, each of which is fine on its own. */
  readonly spans?: boolean;
}

/** A text that `parse` accepts. It is checked here and stays a text: schemas transform nothing. */
export function text(parse: (text: string) => Parsed<unknown>): z.ZodString {
  const nothing = parse("");
  return z
    .string({ error: nothing.ok ? "a text" : nothing.problem.expected })
    .superRefine((value, context) => {
      const parsed = parse(value);
      if (!parsed.ok) context.addIssue(issueOf({ problem: parsed.problem }));
    });
}

/**
 * A whole number between two bounds, both included.
 *
 * Not `z.int()`: its issue ends the whole parse, so that rules spanning settings would not run any more.
 */
export function wholeNumber(from: number, to: number): z.ZodNumber {
  const error = `a whole number from ${from} to ${to}`;
  return z.number({ error }).multipleOf(1, { error }).min(from, { error }).max(to, { error });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `one of ${words.map((word) => JSON.stringify(word)).join(", ")}` });
}

/** A switch. */
export function yesOrNo(): z.ZodBoolean {
  return z.boolean({ error: "true or false" });
}

/** A section or an entry: unknown keys are problems. */
export function group<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, { error: "a group of settings" });
}

/** A list of texts or numbers, none of them twice. */
export function listOf<Entry extends z.ZodType<string | number>>(
  entry: Entry,
  { atLeast = 0 }: { readonly atLeast?: number } = {},
) {
  const error = atLeast > 0 ? `a list of at least ${atLeast}` : "a list";
  return z
    .array(entry, { error })
    .min(atLeast, { error })
    .superRefine((entries, context) => {
      for (const [index, value] of entries.entries())
        if (entries.indexOf(value) < index)
          context.addIssue({
            ...issueOf({ problem: { expected: "every entry once" }, value }),
            path: [index],
          });
    });
}

/**
 * Entries keyed by a name that `parse` accepts.
 *
 * The keys are checked apart from the values: a record with a key schema would report one or the other.
 */
export function keyed<Entry extends z.ZodType>(
  parse: (text: string) => Parsed<unknown>,
  entry: Entry,
) {
  return z.record(z.string(), entry, { error: "a group of settings" }).superRefine(
    (entries, context) => {
      for (const name of Object.keys(entries)) {
        const parsed = parse(name);
        if (!parsed.ok)
          context.addIssue({ ...issueOf({ problem: parsed.problem, value: name }), path: [name] });
      }
    },
    { when: ({ value }) => typeof value === "object" && value !== null },
  );
}

/** The issue that carries a finding through zod. */
export function issueOf(finding: Finding) {
  return { code: "custom", message: finding.problem.expected, params: { finding } } as const;
}
