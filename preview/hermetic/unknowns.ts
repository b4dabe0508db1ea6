/** What no comparison of two commits can know, in the order in which it matters. */
export const always: readonly string[] = [
  "Whether the cluster and the NAS are as the base commit describes them: drift, and changes that were merged and not deployed yet, do not show.",
  "Whether the nodes, claims and custom resources that the settings name exist.",
  "Whether the API server accepts the objects: admission, quotas, fields it defaults, versions it serves.",
  "Anything about stored secrets: placeholders stand in for them on both sides, so a changed one does not show and a wrong one is not found.",
  "Passwords that a deployment draws, and what the NAS answers.",
];

/** Secrets that a deployment would ask for. */
export function missingSecrets(stack: string, keys: readonly string[]): string[] {
  if (keys.length === 0) return [];
  return [
    `Pulumi.${stack}.yaml holds no ${keys.join(", ")}; a deployment is refused without it, unless it is stored elsewhere.`,
  ];
}

/** The packages of the base commit are not installed here. */
export const otherPackages =
  "package-lock.json differs: the base commit was rendered with the packages of this one, so what only the packages change does not show.";

/** The stack begins with this change. */
export function newStack(stack: string, commit: string): string {
  return `Pulumi.${stack}.yaml does not exist in the base commit ${shortened(commit)}: everything is shown as new.`;
}

/** The stack ends with this change. */
export function removedStack(stack: string): string {
  return `Pulumi.${stack}.yaml is removed; what it deployed stays until: pulumi destroy --stack ${stack}`;
}

/** There is nothing to compare with. */
export function unreadableBase(commit: string, error: string): string {
  return `the base commit ${shortened(commit)} could not be rendered, so nothing can be compared: ${error}`;
}

/** Enough of a commit's name to find it. */
export function shortened(commit: string): string {
  return commit.slice(0, 12);
}
