export { evaluate, type ExemptedFinding, type PolicyFinding, type PolicyReport } from "./evaluate";
export type { Operation, PolicyResource } from "./resource";
export type { PolicyRule, PolicySettings, Severity } from "./rule";
export { rules } from "./rules";
