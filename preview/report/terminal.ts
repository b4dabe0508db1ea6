import { oneLine, printable } from "./escape";
import type { Report, Row } from "./report";
import { countsOf, modeText } from "./summary";

/**
 * A report for a terminal. Its first line is the verdict.
 *
 * @param withDiffs whether every changed value is shown as well
 */
export function terminal(report: Report, withDiffs = false): string {
  const { rows, versions, errors, warnings, unknowns, diffs } = report;
  const sections = [
    [`${report.verdict}: stack ${oneLine(report.stack)}, ${countsOf(report)}${modeText(report)}`],
    ...rows.map((row, index) => rowLines(row, rows[index - 1])),
    titled(
      "versions",
      versions.map(({ what, before, after, link }) =>
        `${what} ${before ?? "(new)"} → ${after ?? "(gone)"}  ${link ?? ""}`.trimEnd(),
      ),
    ),
    titled("why it is refused", errors),
    titled("warnings", warnings),
    titled("not known", unknowns),
    ...(withDiffs ? diffs.map(({ title, lines }) => titled(title, lines)) : []),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n")
    .trimEnd()}\n`;
}

function rowLines(row: Row, above: Row | undefined): string[] {
  const weight = row.verdict === "safe" ? "" : `  [${row.verdict}]`;
  return [
    ...(row.room === above?.room ? [] : ["", row.room]),
    `  ${row.operation.padEnd(8)}${row.kind} ${oneLine(row.name)}${weight}`,
    ...row.effects.map((effect) => `          ${oneLine(effect)}`),
  ];
}

function titled(title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  return [
    "",
    title,
    ...texts.flatMap((text) =>
      printable(text)
        .split("\n")
        .map((line) => `  ${line}`),
    ),
  ];
}
