import { at, kindOf, textOf } from "../inputs";
import type { PolicyResource } from "../resource";

const volumes = ["PersistentVolume", "PersistentVolumeClaim"];

/** Whether it holds data, or everything in it goes with it: a volume, a claim, a LUN, a namespace. */
export function holdsData(resource: PolicyResource): boolean {
  return isVolume(resource) || isNamespace(resource) || isLun(resource);
}

/** Whether it is a volume or the claim of one. */
export function isVolume(resource: PolicyResource): boolean {
  return isCore(resource) && volumes.includes(kindOf(resource));
}

/** Whether it is the command that finds or makes a LUN on the NAS. */
export function isLun(resource: PolicyResource): boolean {
  return isCommand(resource) && /\blun ensure\b/.test(textOf(at(resource.inputs, "create")));
}

/** Whether it runs a command. */
export function isCommand({ type }: PolicyResource): boolean {
  return type.startsWith("command:");
}

function isNamespace(resource: PolicyResource): boolean {
  return isCore(resource) && kindOf(resource) === "Namespace";
}

function isCore({ type }: PolicyResource): boolean {
  return type.startsWith("kubernetes:core/");
}
