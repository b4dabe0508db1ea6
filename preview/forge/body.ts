/** Marks the one comment of a stack; nobody sees it. */
export function marker(stack: string): string {
  return `<!-- jenkins-stack: preview of ${stack} -->`;
}

/**
 * The text of a comment: marker, report, and where the report is longer than the forge takes, how much of it is cut.
 *
 * @param limit characters that the forge takes
 */
export function commentBody(stack: string, report: string, limit: number): string {
  const whole = `${marker(stack)}\n${report.trimEnd()}\n`;
  return whole.length <= limit ? whole : cut(whole, limit);
}

/**
 * A report that was made by code nobody has reviewed, so that it cannot speak for those who have: its first line says
 * whose word it is, it mentions nobody, hides nothing, and loads no picture.
 */
export function untrusted(report: string): string {
  const harmless = report
    .replaceAll("\u0000", "")
    .replaceAll("<!--", "&lt;!--")
    // A zero-width space keeps names from being notified, in code as well, where an entity would show.
    .replaceAll(/@(?=[\w-])/g, "@\u200b")
    .replaceAll("![", "!\u200b[")
    .replaceAll(/<(?!\/?(?:details|summary)>)(?=[a-z/])/gi, "&lt;");
  return [
    "> This report was made by the pull request's own code, from a fork and without secrets. Nobody has checked that",
    "> it is true: read the change itself.",
    "",
    harmless,
  ].join("\n");
}

/** The beginning, which has the summary, with everything closed that was open where it is cut. */
function cut(text: string, limit: number): string {
  const room = limit - 300;
  const end = text.lastIndexOf("\n", room);
  const kept = text.slice(0, end > 0 ? end : room);
  const closings = [
    ...openFence(kept),
    ..."\n</details>".repeat(openDetails(kept)).split("\n").slice(1),
  ];
  const note = `${text.length - kept.length} characters are cut here: a comment holds no more. The whole report is kept with the run.`;
  return `${[kept, ...closings, "", note].join("\n")}\n`;
}

function openFence(text: string): string[] {
  const open = text.split("\n").reduce<string | undefined>((fence, line) => {
    const found = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (found === undefined) return fence;
    if (fence === undefined) return found;
    return found.startsWith(fence) ? undefined : fence;
  }, undefined);
  return open === undefined ? [] : [open];
}

function openDetails(text: string): number {
  const count = (tag: string) => text.split(tag).length - 1;
  return Math.max(0, Math.min(10, count("<details>") - count("</details>")));
}
