/** One piece of a machine's configuration. It never holds a secret. */
export interface NodeDocument {
  /** Where it goes: an absolute path is a file of the machine, a bare name is what a tool is given. */
  readonly path: string;
  /** Permissions of the file as for `chmod`. */
  readonly mode: "0600" | "0644";
  readonly content: string;
}

/** A file of the machine that everybody may read. */
export function readableFile(path: string, lines: readonly string[]): NodeDocument {
  return { path, mode: "0644", content: text(lines) };
}

/** A file of the machine for root alone. */
export function privateFile(path: string, lines: readonly string[]): NodeDocument {
  return { path, mode: "0600", content: text(lines) };
}

/** Whether it is a file of the machine, as opposed to what a tool is given. */
export function isFile({ path }: NodeDocument): boolean {
  return path.startsWith("/");
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
