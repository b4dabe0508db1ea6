/** What became of the cells of one row. */
export interface Row {
  readonly story: string;
  readonly effect: string;
  /** Calls of the verb when nothing is wrong. */
  readonly calls: number;
  /** Calls that were hit. */
  readonly hits: number;
  /** Runs that succeeded although they were hit. */
  readonly well: number;
}

/** Prints how many runs ended well, a line for each effect, a column for each story. */
export function printTable(effects: readonly string[], rows: readonly Row[]): void {
  const titles = [...new Set(rows.map(({ story }) => story))];
  const width = Math.max(...effects.map(({ length }) => length));
  process.stdout.write(
    "\n  runs that ended well although they were hit / calls hit of calls made\n",
  );
  process.stdout.write(`  ${"".padEnd(width)}  ${titles.join("  ")}\n`);
  for (const effect of effects) {
    const cells = titles.map((title) => {
      const row = rows.find((one) => one.story === title && one.effect === effect);
      return (row === undefined ? "-" : `${row.well}/${row.hits} of ${row.calls}`).padStart(
        title.length,
      );
    });
    process.stdout.write(`  ${effect.padEnd(width)}  ${cells.join("  ")}\n`);
  }
  const hit = rows.reduce((sum, { hits }) => sum + hits, 0);
  process.stdout.write(`  ${hit} cells, each converged with the next run\n`);
}
