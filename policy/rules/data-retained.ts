import { at, kindOf, stays, textOf } from "../inputs";
import type { PolicyRule, Violation } from "../rule";
import type { PolicyResource } from "../resource";
import { isCommand, isLun, isVolume } from "./data";

/** The one deletion a LUN may ask for: it unmaps the LUN and gives it another name. */
const retirement = /^exec node nas\/run\.cjs lun retire\b/;

/** Data outlives the object that stands for it (P-08). */
export const dataRetained: PolicyRule = {
  id: "data-retained",
  description: "Data outlives its claim, its volume and its command.",
  reason: "the cluster or the NAS would delete the data together with what stands for it",
  fix: "use the reclaim policy Retain; give commands no triggers and no deletion but lun retire",
  severity: "mandatory",
  exemptable: false,
  scope: "resource",
  *check({ resources }) {
    for (const resource of resources.filter(stays)) {
      if (isVolume(resource) && kindOf(resource) === "PersistentVolume")
        yield* retained(resource, "Retain");
      if (isCommand(resource)) yield* harmless(resource);
    }
  },
};

function* retained(resource: PolicyResource, policy: string): Generator<Violation> {
  const value = at(resource.inputs, "spec", "persistentVolumeReclaimPolicy");
  if (value !== policy)
    yield {
      resource,
      path: "spec.persistentVolumeReclaimPolicy",
      expected: JSON.stringify(policy),
      value,
    };
}

function* harmless(resource: PolicyResource): Generator<Violation> {
  const { triggers, delete: deletion } = resource.inputs;
  // A trigger replaces the command: it runs its deletion, and then makes what it thinks is missing.
  if (Array.isArray(triggers) && triggers.length > 0)
    yield { resource, path: "triggers", expected: "none", found: "a list" };
  if (deletion === undefined) return;
  const destroys = /\blun delete\b|\brm\b|\bmkfs|\bwipefs\b|\bdd\b/.test(textOf(deletion));
  if (destroys || (isLun(resource) && !retirement.test(textOf(deletion))))
    yield { resource, path: "delete", expected: "none, or lun retire", found: "another command" };
}
