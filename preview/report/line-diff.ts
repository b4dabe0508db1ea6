/** Most pairs of lines that are compared one by one; texts beyond are shown as wholly changed. */
const mostPairs = 4_000_000;

/** Lines around a change that are shown with it. */
const context = 2;

interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/**
 * What differs between two texts, line by line, with a little of what is around it; `…` stands for what is left out.
 */
export function lineDiff(before: string, after: string): string[] {
  return folded(compared(before.split("\n"), after.split("\n")));
}

/** The longest common subsequence, between what both texts begin and end with. */
function compared(before: readonly string[], after: readonly string[]): Line[] {
  const start = commonLength(before, after);
  const end = commonLength([...before.slice(start)].reverse(), [...after.slice(start)].reverse());
  const [old, young] = [
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  ];
  const same = (lines: readonly string[]) => lines.map((text): Line => ({ sign: " ", text }));
  return [
    ...same(before.slice(0, start)),
    ...changed(old, young),
    ...same(before.slice(before.length - end)),
  ];
}

function commonLength(one: readonly string[], other: readonly string[]): number {
  const differs = one.findIndex((text, index) => text !== other[index]);
  return differs === -1 ? one.length : differs;
}

function changed(before: readonly string[], after: readonly string[]): Line[] {
  if (before.length * after.length > mostPairs)
    return [
      ...before.map((text): Line => ({ sign: "-", text })),
      ...after.map((text): Line => ({ sign: "+", text })),
    ];
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i * width + j] =
        before[i] === after[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j]) {
      lines.push({ sign: " ", text: before[i] ?? "" });
      i++;
      j++;
    } else if (
      j >= after.length ||
      (i < before.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      lines.push({ sign: "-", text: before[i] ?? "" });
      i++;
    } else {
      lines.push({ sign: "+", text: after[j] ?? "" });
      j++;
    }
  }
  return lines;
}

function folded(lines: readonly Line[]): string[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ sign }) => sign !== " "),
  );
  return lines.flatMap(({ sign, text }, index) => {
    if (near[index] === true) return [`${sign} ${text}`];
    return near[index - 1] === true || index === 0 ? ["  …"] : [];
  });
}
