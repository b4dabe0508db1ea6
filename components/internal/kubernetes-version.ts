import { accepted, refused, type Parsed } from "./parsed";

/** Reads the minor version of a program that is released as `1.<minor>`, such as Kubernetes or CRI-O. */
export function parseMinorVersion(text: string): Parsed<number> {
  const expected = 'a version such as "1.36"';
  const minor = /^1\.(\d{1,3})$/.exec(text)?.[1];
  if (minor !== undefined) return accepted(Number(minor));
  const shortened = /^v?(1\.\d{1,3})(\.\d+)?/.exec(text)?.[1];
  return refused(expected, shortened === undefined ? undefined : `did you mean "${shortened}"?`);
}
