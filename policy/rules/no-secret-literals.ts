import { at, groupAt, groupsAt, isUnknown, kindOf, masked, stays, textOf } from "../inputs";
import type { PolicyPod } from "../pod";
import type { PolicyResource } from "../resource";
import type { PolicyRule, Violation } from "../rule";
import { isCommand } from "./data";
import { secretIn, secretVariable } from "./secret-text";

/** Secrets stand in Secrets and on standard inputs, and nowhere else. */
export const noSecretLiterals: PolicyRule = {
  id: "no-secret-literals",
  description: "No ConfigMap, variable or command line holds a secret.",
  reason: "whoever may list pods or ConfigMaps would read it, and so would every log and preview",
  fix: "put it into a Secret and refer to that by secretKeyRef, a volume or ${NAME}",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ resources, pods }) {
    for (const resource of resources.filter(stays)) {
      if (kindOf(resource) === "ConfigMap") yield* inDocuments(resource);
      if (isCommand(resource)) yield* inCommand(resource);
    }
    for (const pod of pods) yield* inVariables(pod);
  },
};

function* inDocuments(resource: PolicyResource): Generator<Violation> {
  for (const field of ["data", "binaryData"]) {
    const documents = resource.inputs[field];
    if (documents === masked) yield secret(resource, field, "a secret");
    for (const [key, text] of Object.entries(groupAt(documents))) {
      const what = text === masked ? "a secret" : secretIn(textOf(text));
      if (what !== undefined) yield secret(resource, `${field}[${key}]`, what);
    }
  }
}

function* inVariables({ resource, containers }: PolicyPod): Generator<Violation> {
  for (const { path, container } of containers) {
    for (const variable of groupsAt(container, "env")) {
      const { name, value, valueFrom } = variable;
      const field = `${path}.env[${String(name)}].value`;
      const what = secretValue(String(name), value);
      if (what !== undefined) yield secret(resource, field, what);
      else if (value !== undefined && valueFrom !== undefined)
        yield { resource, path: field, expected: "no value beside valueFrom", found: "both" };
    }
    for (const field of ["command", "args"]) {
      const words = at(container, field);
      const text = Array.isArray(words) ? words.join("\n") : textOf(words);
      const what = text.split("\n").includes(masked) ? "a secret" : secretIn(text);
      if (what !== undefined) yield secret(resource, `${path}.${field}`, what);
    }
  }
}

/** Its standard input is where a command reads secrets; its lines and its environment are stored and shown. */
function* inCommand(resource: PolicyResource): Generator<Violation> {
  for (const field of ["create", "update", "delete"]) {
    const line = resource.inputs[field];
    const what = line === masked ? "a secret" : secretIn(textOf(line));
    if (what !== undefined) yield secret(resource, field, what);
  }
  for (const [name, value] of Object.entries(groupAt(resource.inputs, "environment"))) {
    const what = secretValue(name, value);
    if (what !== undefined) yield secret(resource, `environment.${name}`, what);
  }
}

function secretValue(name: string, value: unknown): string | undefined {
  if (value === masked) return "a secret";
  if (value === undefined || isUnknown(value)) return undefined;
  return secretVariable(name, textOf(value));
}

/** The value is never shown: the finding is read by more people than the object. */
function secret(resource: PolicyResource, path: string, found: string): Violation {
  return { resource, path, expected: "no secret", found };
}
