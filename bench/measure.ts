/** Seconds of repeated runs of one thing. */
export interface Timing {
  readonly name: string;
  readonly seconds: readonly number[];
}

/** Runs an action several times and keeps every duration. */
export async function time(
  name: string,
  action: () => Promise<unknown>,
  times = 3,
): Promise<Timing> {
  const seconds: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const started = performance.now();
    await action();
    seconds.push((performance.now() - started) / 1000);
  }
  process.stderr.write(`${name}: ${seconds.map((value) => value.toFixed(1)).join(", ")} s\n`);
  return { name, seconds };
}

/** Middle value; of an even number of runs the lower one. */
export function median({ seconds }: Timing): number {
  const sorted = [...seconds].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** One line of the report. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: "s" | "×" | "calls";
  /** What it must not exceed, when there is a promise. */
  readonly limit?: number;
}

/** A Markdown table; a broken promise is marked. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ what, value, unit, limit }) => [
    what,
    `${value.toFixed(unit === "calls" ? 0 : 2)} ${unit}`,
    limit === undefined ? "" : `≤ ${limit} ${unit}`,
    limit === undefined ? "" : value <= limit ? "kept" : "BROKEN",
  ]);
  const all = [["measured", "median", "promise", ""], ...cells];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...all.map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [line(all[0] ?? []), rule, ...cells.map(line)].join("\n");
}
