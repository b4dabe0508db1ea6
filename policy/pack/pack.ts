import { PolicyPack, type Policies } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";

import { policy } from "../../stacks/sections/policy";
import { evaluate, rules, type PolicyResource, type PolicySettings } from "..";
import type { PolicyRule } from "../rule";
import { analyzed, type AnalyzedResource } from "./analyzed";

/** The settings of the running stack: the CLI hands its configuration to every pack. */
function stackSettings(): PolicySettings {
  return policy.parse(new pulumi.Config("jenkins-stack").getObject("policy") ?? {});
}

/** One policy of the CLI for one rule. One that a single resource breaks is applied before that resource is touched. */
function policyOf(rule: PolicyRule, settings: PolicySettings): Policies[number] {
  const { id, description, reason, severity, scope } = rule;
  const about = { name: id, description: `${description} ${reason}`, enforcementLevel: severity };
  const findings = (resources: readonly AnalyzedResource[]) => {
    const today = new Date().toISOString().slice(0, 10);
    const seen: readonly PolicyResource[] = resources.map(analyzed);
    return evaluate(seen, settings, today, [rule]).findings;
  };
  return scope === "resource"
    ? {
        ...about,
        validateResource: (resource, report) => {
          for (const { text } of findings([resource])) report(text);
        },
      }
    : {
        ...about,
        validateStack: ({ resources }, report) => {
          for (const { text, urn } of findings(resources)) report(text, urn);
        },
      };
}

const settings = stackSettings();
new PolicyPack("jenkins-stack", { policies: rules.map((rule) => policyOf(rule, settings)) });
