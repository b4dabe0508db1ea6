import { exceeds, levelOf, type Level, type Verdict } from "../../preview/verdict";

/** What the operator has said before the report. */
export interface Consent {
  readonly stack: string;
  /** Whether nobody is to be asked. */
  readonly yes: boolean;
  /** Gravest level that needs no question. */
  readonly accept: Level;
  /** Whether there is somebody to ask. */
  readonly terminal: boolean;
}

/** What follows from a report. */
export type Decision =
  | { readonly act: "go" }
  | {
      readonly act: "ask";
      /** What has to be typed to go on. */
      readonly word: string;
      readonly question: string;
    }
  | { readonly act: "stop"; readonly reason: string };

/** Whether a change may be made: at once, after a question, or not at all. What is refused never may. */
export function decision(verdict: Verdict, { stack, yes, accept, terminal }: Consent): Decision {
  if (verdict === "refused") return { act: "stop", reason: "refused: nothing was changed" };
  if (!exceeds(verdict, accept)) return { act: "go" };
  const level = levelOf(verdict);
  if (yes)
    return {
      act: "stop",
      reason: `--accept: expected ${level} for a change that is "${verdict}", got ${accept}; read the report, then run it with --yes --accept ${level}`,
    };
  if (!terminal)
    return {
      act: "stop",
      reason: `--yes: expected it where there is no terminal to ask, got a change that is "${verdict}"; read the report, then run it with --yes --accept ${level}`,
    };
  const word = level === "data" ? stack : "yes";
  return {
    act: "ask",
    word,
    question:
      level === "data"
        ? `This touches data. Type the name of the stack (${stack}) to go on: `
        : `This ${verdict}. Type yes to go on: `,
  };
}
