/** Where something is not as the stack made it. */
export type Part = "nas" | "kubernetes" | "plugins" | "configuration";

/** One respect in which something is not as the stack made it. */
export interface Difference {
  readonly part: Part;
  /** What it is: a LUN, `ConfigMap jenkins/jenkins-configuration`, the id of a plugin, a file of the configuration. */
  readonly subject: string;
  /** Path within it; empty for the whole. */
  readonly property: string;
  /** As the stack made it. Never a secret. */
  readonly expected: string;
  /** As it is. Never a secret. */
  readonly found: string;
}

/** What one look found, and what it did not look at. */
export interface Look {
  readonly differences: readonly Difference[];
  /** What was left out, each with its reason in one line. */
  readonly skipped: readonly string[];
}

/** Several looks as one: parts in their order, subjects sorted. */
export function together(looks: readonly Look[]): Look {
  const order: readonly Part[] = ["nas", "kubernetes", "plugins", "configuration"];
  const rank = ({ part, subject, property }: Difference): string =>
    [order.indexOf(part), subject, property].join("\u0000");
  return {
    differences: looks
      .flatMap(({ differences }) => differences)
      .sort((one, other) => (rank(one) < rank(other) ? -1 : 1)),
    skipped: looks.flatMap(({ skipped }) => skipped),
  };
}
