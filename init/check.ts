import { readPlainSections } from "../stacks/read";
import { secretKeys } from "../stacks/secret-keys";
import type { Draft } from "./draft";

/**
 * Every problem of a draft, as the program would report it: shapes, values, and rules over several settings. The secrets
 * and files they speak of need not be there.
 */
export function problemsOfDraft(stack: string, draft: Draft): readonly string[] {
  const secrets = secretKeys
    .filter((key) => key in draft)
    .map(
      (key) =>
        `${key}: expected no secret in the answers, got one; store it with: pulumi config set --stack ${stack} --secret ${key}`,
    );
  const values = Object.entries(draft).map(([name, section]) => [name, JSON.stringify(section)]);
  const { problems } = readPlainSections({
    stack,
    values: Object.fromEntries(values) as Record<string, string>,
    encrypted: new Set(),
  });
  return [...secrets, ...problems].sort();
}
