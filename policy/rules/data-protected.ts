import { stays } from "../inputs";
import type { PolicyRule } from "../rule";
import { holdsData } from "./data";

/** What holds data is protected in Pulumi's state (P-08). */
export const dataProtected: PolicyRule = {
  id: "data-protected",
  description: "Whatever holds data is protected.",
  reason: "pulumi destroy, or a renamed setting, would delete it without another question",
  fix: "give the resource or its component the option protect: true",
  severity: "mandatory",
  exemptable: false,
  scope: "resource",
  *check({ resources }) {
    for (const resource of resources)
      if (holdsData(resource) && stays(resource) && !resource.protect)
        yield { resource, path: "protect", expected: "true", value: false };
  },
};
