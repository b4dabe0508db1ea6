import { evaluate, type PolicyReport, type PolicyResource, type PolicySettings } from "../policy";
import { failed, type Preview } from "./preview";
import type { Operation, Step } from "./step";

/**
 * What the policies say about the stack as it would be.
 *
 * @param today the day, as `2027-03-31` in UTC: exemptions end
 * @returns nothing for a preview that failed: policies look at several resources together, and some are missing
 */
export function policyReport(
  preview: Preview,
  settings: PolicySettings,
  today: string,
): PolicyReport | undefined {
  return failed(preview) ? undefined : evaluate(preview.steps.flatMap(resourceOf), settings, today);
}

const operations: Readonly<Record<Operation, NonNullable<PolicyResource["operation"]>>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  read: "read",
  same: "same",
  import: "create",
};

function resourceOf({ operation, after, before, name }: Step): PolicyResource[] {
  const state = after ?? before;
  return state === undefined ? [] : [{ ...state, name, operation: operations[operation] }];
}
