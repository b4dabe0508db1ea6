import { accepted, refused, type Parsed } from "./parsed";

/** Reads a time zone by its name in the tz database. An abbreviation or an offset knows no summer time. */
export function parseTimeZone(text: string): Parsed<string> {
  const expected = 'a time zone such as "Europe/Berlin" or "Etc/UTC"';
  if (/^[A-Z]\w+(\/[A-Z][\w+-]*)+$/.test(text) && isKnown(text)) return accepted(text);
  return refused(expected, text === "UTC" ? 'did you mean "Etc/UTC"?' : undefined);
}

function isKnown(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
