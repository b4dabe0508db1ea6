import { table } from "../nas/output/table";
import { paintFor } from "../nas/output/colours";
import type { Look } from "./difference";

/** Exit code when there are differences: that of `nas drift`. */
export const foundSomething = 6;

/**
 * What one run prints.
 *
 * @param machine one line of JSON instead of a table
 * @param colours whether the output is a terminal that shows them
 */
export function driftText(look: Look, machine: boolean, colours: boolean): string {
  if (machine) return `${JSON.stringify(look)}\n`;
  const paint = paintFor(colours);
  const { differences, skipped } = look;
  const found =
    differences.length === 0
      ? paint("good", "everything that was looked at is as the stack made it")
      : table(
          paint,
          ["part", "what", "property", "expected", "found"],
          differences.map(({ part, subject, property, expected, found: got }) => [
            part,
            subject,
            property,
            expected,
            got,
          ]),
        );
  const notes = skipped.map((reason) => `${paint("warning", "not looked at")}  ${reason}`);
  return `${[found, ...notes].join("\n")}\n`;
}
