import assert from "node:assert/strict";

import type { Finding } from "../../../doctor/finding";
import type { Sections } from "../../../stacks/settings";
import { changed, reading, type Values } from "../../stacks/good-settings";

/** Good settings with some of them changed, as the program reads them. */
export function settings(changes: Values = {}): Sections {
  const { sections, problems } = reading(changed(changes));
  assert.deepEqual(problems, []);
  return sections!;
}

/** Findings as lines without their fixes. */
export function said(findings: readonly Finding[]): string[] {
  return findings.map(({ state, check, found }) => `${state} ${check}: ${found}`);
}
