import { readFile } from "node:fs/promises";

import { writeWhole } from "./plugin-folder";

/** Where the CLI downloads plugins from when no other place is configured (pkg/workspace of pulumi/pulumi). */
export const downloadSite = "https://get.pulumi.com/releases/plugins";

/** How long the site may take to answer, in milliseconds. */
const patience = 2_000;
/** How long an answer is believed, in milliseconds: an attempt to install takes 10 s a plugin offline. */
const memory = 24 * 60 * 60 * 1000;

interface Answer {
  readonly site: string;
  readonly reachable: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Whether the site answers at all, asked once a day at most; the answer is kept in `file`. */
export async function isReachable(file: string, site: string): Promise<boolean> {
  const known = await lastAnswer(file);
  const age = Date.now() - (known?.at ?? 0);
  if (known?.site === site && age >= 0 && age < memory) return known.reachable;
  const reachable = await fetch(site, {
    method: "HEAD",
    redirect: "manual",
    signal: AbortSignal.timeout(patience),
  }).then(
    () => true,
    () => false,
  );
  await remember(file, site, reachable);
  return reachable;
}

/** Keeps an answer that was learned in another way, such as by an installation that failed. */
export async function remember(file: string, site: string, reachable: boolean): Promise<void> {
  const answer: Answer = { site, reachable, at: Date.now() };
  await writeWhole(file, `${JSON.stringify(answer)}\n`);
}

async function lastAnswer(file: string): Promise<Answer | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Answer;
  } catch {
    // Never asked, or cut off in the middle of a write: ask again.
    return undefined;
  }
}
