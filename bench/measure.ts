/** Seconds of repeated runs of one thing. */
export interface Timing {
  readonly name: string;
  readonly seconds: readonly number[];
}

/** One thing to measure, by the name that shows in progress. */
export type Action = readonly [name: string, run: () => Promise<unknown>];

/** Runs an action several times and keeps every duration. */
export async function time(
  name: string,
  action: () => Promise<unknown>,
  times = 3,
): Promise<Timing> {
  const [timing] = await timeInTurn([[name, action]], times);
  return timing;
}

/**
 * Runs actions in turn, several times, for a ratio of them: the speed of a machine changes within minutes, and so falls on
 * each of them alike.
 */
export async function timeInTurn<const T extends readonly Action[]>(
  actions: T,
  times = 5,
): Promise<{ readonly [K in keyof T]: Timing }> {
  const timings = actions.map(([name, run]) => ({ name, run, seconds: [] as number[] }));
  for (let round = 0; round < times; round += 1) {
    for (const { run, seconds } of timings) {
      const started = performance.now();
      await run();
      seconds.push((performance.now() - started) / 1000);
    }
  }
  for (const { name, seconds } of timings) {
    process.stderr.write(`${name}: ${seconds.map((value) => value.toFixed(1)).join(", ")} s\n`);
  }
  return timings as unknown as { [K in keyof T]: Timing };
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
