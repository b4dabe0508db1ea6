import type { CheckFailure } from "../rpc/provider";
import {
  containsUnknown,
  isList,
  isProperties,
  reveal,
  Secret,
  unknown,
  type Properties,
  type Value,
} from "../rpc/values";

import type { InputRule, RandomKind } from "./kind";

/** What is wrong with the inputs, as far as they are known. */
export function problems(kind: RandomKind, news: Properties): CheckFailure[] {
  const failures = Object.entries(kind.inputs).flatMap(([property, rule]) => {
    const reason = problem(rule, news[property]);
    return reason === undefined ? [] : [{ property, reason }];
  });
  if (failures.length > 0 || containsUnknown(news)) return failures;
  return kind.check?.(withDefaults(kind, reveal(news) as Properties)) ?? [];
}

/** The inputs with their defaults; what has neither is left out. */
export function withDefaults(kind: RandomKind, news: Properties): Properties {
  const resolved = Object.entries(kind.inputs).flatMap(([name, rule]) => {
    const value = news[name] ?? rule.default;
    return value === undefined ? [] : [[name, value] as const];
  });
  const given: Properties = Object.fromEntries(resolved);
  return kind.settle?.(given) ?? given;
}

function problem(rule: InputRule, given: Value | undefined): string | undefined {
  const value = given === undefined ? null : reveal(given);
  if (value === null) return rule.required ? "expected a value, got none" : undefined;
  if (value === unknown) return undefined;
  const got = given instanceof Secret ? "a secret value" : show(value);
  switch (rule.type) {
    case "boolean":
      return typeof value === "boolean" ? undefined : `expected true or false, got ${got}`;
    case "string":
      return typeof value === "string" ? undefined : `expected a string, got ${got}`;
    case "strings":
      return isList(value) ? undefined : `expected a list of strings, got ${got}`;
    case "keepers":
      return isProperties(value) ? undefined : `expected a map of strings, got ${got}`;
    case "integer": {
      const atLeast = rule.minimum === undefined ? "" : ` of at least ${rule.minimum}`;
      const fits = Number.isSafeInteger(value) && (value as number) >= (rule.minimum ?? -Infinity);
      return fits ? undefined : `expected an integer${atLeast}, got ${got}`;
    }
    case "unsupported":
      return "expected no value, the offline plugin cannot reproduce it";
  }
}

function show(value: Value): string {
  return typeof value === "object" ? "something else" : JSON.stringify(value);
}
