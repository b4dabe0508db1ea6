import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** The first line of what somebody types or sends, without the space around it; undefined where it ends without one. */
export async function firstLine(input: Readable): Promise<string | undefined> {
  const lines = createInterface({ input, terminal: false });
  const ended = new AbortController();
  lines.once("close", () => {
    ended.abort();
  });
  try {
    const [line] = (await once(lines, "line", { signal: ended.signal })) as [string];
    return line.trim();
  } catch {
    return undefined;
  } finally {
    lines.close();
  }
}
