import { parseDocument, stringify } from "yaml";

import type { Draft } from "./draft";

const prefix = "jenkins-stack:";

/** What a stack file holds that no answer is about. */
export interface Kept {
  /** Keys beside `config`: how secrets are encrypted, and environments of Pulumi ESC. */
  readonly around: Readonly<Record<string, unknown>>;
  /** Entries of `config` that are encrypted, or belong to other packages. */
  readonly entries: Readonly<Record<string, unknown>>;
}

/** A stack file taken apart: settings that answers may change, and what stays. */
export interface OldFile {
  readonly draft: Draft;
  readonly kept: Kept;
}

/** Nothing of a file before. */
export const nothingKept: Kept = { around: {}, entries: {} };

/**
 * Takes the text of a stack file apart.
 *
 * @throws when it is no YAML with settings: what cannot be read cannot be kept
 */
export function oldFile(name: string, text: string): OldFile {
  const document = parseDocument(text);
  const read: unknown = document.errors.length === 0 ? document.toJS() : undefined;
  const usable = text.trim() === "" ? {} : read;
  if (!isGroup(usable) || !isGroup(usable["config"] ?? {}))
    throw new Error(
      `${name}: expected YAML with settings of the stack under config, got something else; mend or move it`,
    );
  const { config, ...around } = usable;
  const all = Object.entries((config ?? {}) as Record<string, unknown>);
  const own = all.filter(([key, value]) => key.startsWith(prefix) && !holdsSecret(value));
  return {
    draft: Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])),
    kept: { around, entries: Object.fromEntries(all.filter((entry) => !own.includes(entry))) },
  };
}

/** What is kept, as the end of a stack file. */
export function keptText({ around, entries }: Kept): string {
  const indented =
    Object.keys(entries).length === 0 ? "" : text(entries).replaceAll(/^(?=.)/gm, "  ");
  return `${indented}${Object.keys(around).length === 0 ? "" : text(around)}`;
}

function text(value: object): string {
  return stringify(value, { lineWidth: 0 });
}

function holdsSecret(value: unknown): boolean {
  if (!isGroup(value)) return false;
  return "secure" in value || Object.values(value).some(holdsSecret);
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
