import type { Finding, State } from "./finding";

/** How a state is written on a terminal; without colours it is the text itself. */
export type Paint = (state: State, text: string) => string;

const codes: Readonly<Record<State, number>> = { ok: 32, warning: 33, error: 31 };

/** @param colours whether the output is a terminal whose user has not set NO_COLOR (https://no-color.org) */
export function paintFor(colours: boolean): Paint {
  return colours ? (state, text) => `\u001b[${codes[state]}m${text}\u001b[39m` : (_, text) => text;
}

/** One line a finding, in the order of the checks, then how many there are of each state. */
export function reportText(findings: readonly Finding[], paint: Paint): string {
  const width = Math.max(0, ...findings.map(({ check }) => oneLine(check).length));
  const lines = findings.map(({ state, check, found, fix }) => {
    const what = `${paint(state, state.padEnd("warning".length))}  ${oneLine(check).padEnd(width)}`;
    return `${what}  ${oneLine(fix === undefined ? found : `${found}; ${fix}`)}\n`;
  });
  const { ok, warnings, errors } = countsOf(findings);
  const say = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
  return `${lines.join("")}\n${say(errors, "error")}, ${say(warnings, "warning")}, ${ok} ok\n`;
}

/** The same for programs, in the shape that `npm run nas -- doctor --json` has. */
export function reportJson(findings: readonly Finding[]): string {
  const document = {
    findings: findings.map((finding) => ({ ...finding, fix: finding.fix ?? null })),
    ...countsOf(findings),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** 0 when nothing is worse than a warning, 1 when a deployment would fail. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return countsOf(findings).errors > 0 ? 1 : 0;
}

function countsOf(findings: readonly Finding[]) {
  const count = (state: State) => findings.filter((one) => one.state === state).length;
  return { ok: count("ok"), warnings: count("warning"), errors: count("error") };
}

/** What a cluster or a NAS calls its things is anybody's text: it must not move a terminal's cursor. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}
