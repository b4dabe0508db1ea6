import type { Discovered } from "./discovered";
import { problemsAt, typedValue, valueAt, withValue, type Draft, type Path } from "./draft";

/** What questions are made from. */
export interface Situation {
  /** Name of the stack. */
  readonly stack: string;
  readonly draft: Draft;
  readonly discovered: Discovered;
}

/** One question: what is asked, what is proposed, and what an answer puts into the settings. */
export interface Question {
  /** Setting that the answer is for; problems are told under its name. */
  readonly path: Path;
  /** Default: what the setting means, as the reference has it. */
  readonly text?: string;
  /** Taken for an empty answer; absent for none. */
  readonly proposal?: string;
  /** Whether nothing is an answer. Default: it is not. */
  readonly optional?: boolean;
  /** What there is to choose from, for the reader; other answers are judged by the settings alone. */
  readonly choices?: readonly string[];
  /** What keeps an answer that the settings would take; undefined when nothing does. */
  readonly objection?: (answer: string) => string | undefined;
  /** The draft with the answer in it. Default: the answer at `path`. */
  readonly take?: (draft: Draft, answer: string) => Draft;
  /** What the answer is at `path`, for the check. Default: {@link typedValue}. */
  readonly read?: (answer: string) => unknown;
}

/** What an answer leads to: the draft with it, or why it is none. */
export type Taken =
  | { readonly draft: Draft; readonly problems: readonly [] }
  | { readonly draft: undefined; readonly problems: readonly string[] };

/** Typed where something is proposed and nothing is wanted. */
export const nothing = "-";

/** Judges an answer by the settings' own schema, and puts it into the draft. */
export function take(question: Question, draft: Draft, typed: string): Taken {
  const { path, proposal, optional = false, objection } = question;
  const answer = typed === "" ? (proposal ?? "") : typed;
  if (optional && (answer === "" || answer === nothing))
    return { draft: withValue(draft, path, undefined), problems: [] };
  const value = question.read?.(answer) ?? typedValue(path, answer);
  const problems = problemsAt(path, value);
  if (problems.length > 0) return { draft: undefined, problems };
  const against = objection?.(answer);
  if (against !== undefined) return { draft: undefined, problems: [against] };
  return {
    draft: question.take?.(draft, answer) ?? withValue(draft, path, value),
    problems: [],
  };
}

/** The text that stands in a draft at a path, as the proposal of a question. */
export function textAt(draft: Draft, path: Path): string | undefined {
  const value = valueAt(draft, path);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}
