import type { PolicyRule } from "../rule";
import { holdsData } from "./data";

/** No update deletes or replaces what holds data (P-08). */
export const dataKept: PolicyRule = {
  id: "data-kept",
  description: "Nothing that holds data is deleted or replaced.",
  reason:
    "a volume that is replaced is deleted first: its claim is lost, and Jenkins starts without a home",
  fix: "take the change back; another volume is offered beside this one, in storage.homes, and switched to",
  severity: "mandatory",
  exemptable: false,
  scope: "resource",
  *check({ resources }) {
    for (const resource of resources) {
      const { operation, retainOnDelete } = resource;
      if (!holdsData(resource) || (operation !== "delete" && operation !== "replace")) continue;
      // Only the stack forgets it: the object itself, and what is on it, stay as they are.
      if (operation === "delete" && retainOnDelete) continue;
      yield { resource, path: "", expected: "to be kept", found: `a plan to ${operation} it` };
    }
  },
};
