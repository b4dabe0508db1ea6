import { isList, isProperties, type Value } from "../../rpc/values";
import { parsePath } from "../diff";
import type { KubernetesObject } from "../objects";
import type { Readiness, Rule } from "./readiness";
import { conditionOf } from "./workloads";

/**
 * The rule of a `pulumi.com/waitFor` annotation: `jsonpath={.status.phase}=Running`, `condition=Ready`, or
 * a JSON array of those, which must all hold.
 *
 * @throws Error when the annotation is neither
 */
export function waitForRule(annotation: string): Rule {
  const rules = expressionsOf(annotation).map(ruleOf);
  return (live) => {
    const pending = rules.map((rule) => rule(live)).find(({ ready }) => !ready);
    return pending ?? { ready: true };
  };
}

function expressionsOf(annotation: string): readonly string[] {
  if (!annotation.trim().startsWith("[")) return [annotation];
  const list: unknown = JSON.parse(annotation);
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string")) {
    throw new Error(
      `pulumi.com/waitFor: expected an array of strings, got ${JSON.stringify(annotation)}`,
    );
  }
  return list;
}

function ruleOf(expression: string): Rule {
  const [, kind, rest = ""] = /^(jsonpath|condition)=(.*)$/s.exec(expression.trim()) ?? [];
  const wait = (ready: boolean): Readiness => ({
    ready,
    progress: `Waiting for ${expression}`,
    hints: [`condition not met: ${expression}`],
  });
  if (kind === "condition") {
    const [type = "", status = "true"] = rest.split("=", 2);
    return (live) => wait(conditionOf(live, type)?.status.toLowerCase() === status.toLowerCase());
  }
  if (kind === "jsonpath") {
    const [, path = "", expected] = /^\{?([^}=]*)\}?(?:=(.*))?$/s.exec(rest) ?? [];
    return (live) => {
      const value = lookUp(live, path);
      return wait(
        expected === undefined ? value !== undefined : printed(value) === unquote(expected),
      );
    };
  }
  throw new Error(
    `pulumi.com/waitFor: expected "jsonpath=…" or "condition=…", got ${JSON.stringify(expression)}`,
  );
}

function lookUp(live: KubernetesObject, path: string): Value | undefined {
  let value: Value | undefined = live;
  for (const part of parsePath(path.replaceAll("'", '"').replace(/^\$/, ""))) {
    if (typeof part === "number") value = isList(value) ? value[part] : undefined;
    else value = isProperties(value) ? value[part] : undefined;
  }
  return value;
}

function printed(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function unquote(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/s, "$2");
}
