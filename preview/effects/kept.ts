import { kindOf, objectName, refused, review, safe, type Rule } from "./effect";

/** What people call a kind that holds data. */
const nouns: Readonly<Record<string, string>> = {
  PersistentVolume: "volume",
  PersistentVolumeClaim: "claim",
  Command: "LUN",
  Namespace: "namespace",
};

/** Refuses what would remove or replace a protected resource: so does the engine, before anything runs (P-08). */
export const protectedRule: Rule = (step) => {
  if (step.before?.protect !== true) return undefined;
  const noun = `${nouns[kindOf(step)] ?? kindOf(step)} ${objectName({ ...step, after: step.before })}`;
  if (step.operation === "delete")
    return [refused(`${noun} would be removed: it is protected, because it holds data`)];
  if (step.operation !== "replace") return undefined;
  const reasons = step.changes.filter(({ forcesReplacement }) => forcesReplacement);
  const because = reasons.length === 0 ? "" : ` (${reasons.map(({ path }) => path).join(", ")})`;
  return [refused(`${noun} would be replaced${because}: it is protected, because it holds data`)];
};

/** Says when a resource loses the protection it had: the next change could then remove it. */
export const unprotectedRule: Rule = (step) => {
  const lost = step.changes.filter(
    ({ path, before }) => (path === "(protect)" || path === "(retainOnDelete)") && before === true,
  );
  if (lost.length > 0)
    return [review("loses its protection: a later change could remove it with its data")];
  const options = step.changes.filter(({ path }) => path.startsWith("("));
  return options.length > 0 ? [safe("is protected from now on")] : undefined;
};
