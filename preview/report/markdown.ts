import { verdicts } from "../verdict";
import type { VersionChange } from "../versions";
import { code, codeBlock, inline, oneLine } from "./escape";
import { fitted, type Part } from "./fit";
import type { Diff, Report, Row } from "./report";
import { countsOf, modeText } from "./summary";

/** Most characters of a comment: forges take 65,536, and whoever posts it adds a marker. */
export const longestComment = 65_000;

/** Longest message of the engine; what is longer is cut. */
const longestMessage = 2000;

/**
 * A report as a comment of a pull request. Its first line is the verdict.
 *
 * @param limit most characters; the longest diffs go first, then warnings, versions and the changes of least weight
 */
export function markdown(report: Report, limit = longestComment): string {
  const { errors, warnings, unknowns } = report;
  const parts = [
    whole(headline(report)),
    listed("Why it is refused", errors),
    table(report.rows),
    versions(report.versions),
    listed("Warnings", warnings),
    listed("What this report cannot know", unknowns),
    diffs(report.diffs, report.stack),
  ];
  return `${fitted(parts, [6, 4, 3, 2, 5, 1], limit - 1)}\n`;
}

function headline(report: Report): string {
  const stack = code(report.stack.slice(0, 100));
  return `**${report.verdict}** · stack ${stack}: ${countsOf(report)}${modeText(report)}`;
}

function whole(text: string): Part {
  return { count: 0, render: () => text };
}

function listed(title: string, messages: readonly string[]): Part {
  const items = messages.map((message) => `- ${inline(shortened(message))}`);
  return {
    count: items.length,
    render: (kept) => section([`**${title}**`, ""], items, kept),
  };
}

function shortened(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage)}…`;
}

/** The changes by room. What is left out is of the least weight. */
function table(rows: readonly Row[]): Part {
  const texts = rows.map((row) => ({ row, cells: cellsOf(row) }));
  const byWeight = [...texts].sort(
    (a, b) => verdicts.indexOf(b.row.verdict) - verdicts.indexOf(a.row.verdict),
  );
  return {
    count: rows.length,
    render: (kept) => {
      const chosen = new Set(byWeight.slice(0, kept));
      const shown = texts.filter((text) => chosen.has(text));
      const lines = shown.map(({ row, cells }, index) => {
        const room = row.room === shown[index - 1]?.row.room ? "" : row.room;
        return `| ${room} | ${cells} |`;
      });
      const head = ["| room | what | change | effect |", "| --- | --- | --- | --- |"];
      return section(head, lines, kept, rows.length - kept);
    },
  };
}

function cellsOf(row: Row): string {
  const effects = row.effects.map(inline).join("; ");
  const weight = row.verdict === "safe" ? "" : `**${row.verdict}**: `;
  return `${row.kind} ${code(row.name)} | ${row.operation} | ${weight}${effects}`;
}

function versions(changes: readonly VersionChange[]): Part {
  const lines = changes.map(({ what, before, after, link }) => {
    const name = link === undefined ? inline(what) : `[${inline(what)}](${encodeURI(link)})`;
    return `| ${name} | ${code(before ?? "")} | ${code(after ?? "")} |`;
  });
  const head = ["| version of | before | after |", "| --- | --- | --- |"];
  return { count: lines.length, render: (kept) => section(head, lines, kept) };
}

/** The raw diff, folded. The longest ones are left out first. */
function diffs(all: readonly Diff[], stack: string): Part {
  const byLength = [...all].sort((a, b) => lengthOf(a) - lengthOf(b));
  return {
    count: all.length,
    render: (kept) => {
      if (all.length === 0) return "";
      const chosen = new Set(byLength.slice(0, kept));
      const shown = all.filter((diff) => chosen.has(diff));
      const left = all.length - kept;
      const note =
        left === 0
          ? ""
          : `${left} of ${all.length} diffs are left out, the longest; run: npm run preview -- --stack ${oneLine(stack)}`;
      if (shown.length === 0) return note;
      const lines = shown.flatMap(({ title, lines: own }) => [`# ${title}`, ...own, ""]);
      return [
        `<details><summary>Raw diff of ${shown.length} of ${all.length} resources</summary>`,
        "",
        codeBlock("diff", lines.slice(0, -1)),
        "",
        "</details>",
        ...(note === "" ? [] : ["", note]),
      ].join("\n");
    },
  };
}

function lengthOf({ title, lines }: Diff): number {
  return title.length + lines.join("\n").length;
}

/** A heading with its items, and a word about those that are left out; nothing at all when there are none. */
function section(
  head: readonly string[],
  items: readonly string[],
  kept: number,
  left = items.length - kept,
): string {
  const note = left === 0 ? [] : [`${left} more are left out.`];
  if (kept === 0) return note.join("");
  return [...head, ...items.slice(0, kept), ...note.flatMap((text) => ["", text])].join("\n");
}
