/** One condition on a node's labels, in the words of a node selector term. */
export interface NodeRequirement {
  readonly key: string;
  readonly operator: "Exists" | "In";
  readonly values?: readonly string[];
}

/** Architectures the images of this stack are built for, as in `kubernetes.io/arch`. */
export type Architecture = "amd64" | "arm64";

/** Labels of the nodes that run Linux on an architecture (E-08), for a `nodeSelector`. */
export function platformSelector(architecture: Architecture): Record<string, string> {
  return { "kubernetes.io/arch": architecture, "kubernetes.io/os": "linux" };
}

/** The same condition as requirements, for a node affinity. */
export function platformRequirements(architecture: Architecture): NodeRequirement[] {
  return Object.entries(platformSelector(architecture)).map(([key, value]) => ({
    key,
    operator: "In",
    values: [value],
  }));
}

/** Node selector terms that demand every requirement: expressions of one term are ANDed, terms are ORed. */
export function nodeSelectorTerms(
  requirements: readonly NodeRequirement[],
): { matchExpressions: { key: string; operator: string; values?: string[] }[] }[] {
  return [
    {
      matchExpressions: requirements.map(({ key, operator, values }) => ({
        key,
        operator,
        ...(values === undefined ? {} : { values: [...values] }),
      })),
    },
  ];
}
