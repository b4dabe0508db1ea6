import type { CheckFailure } from "../rpc/provider";
import type { Properties } from "../rpc/values";

import { randomString, type StringRecipe } from "./characters";
import { keepers, type InputRule, type RandomKind } from "./kind";

const inputs: Readonly<Record<string, InputRule>> = {
  length: { type: "integer", required: true, minimum: 1 },
  lower: { type: "boolean", default: true },
  upper: { type: "boolean", default: true },
  numeric: { type: "boolean", default: true },
  number: { type: "boolean" },
  special: { type: "boolean", default: true },
  overrideSpecial: { type: "string" },
  minLower: { type: "integer", default: 0, minimum: 0 },
  minUpper: { type: "integer", default: 0, minimum: 0 },
  minNumeric: { type: "integer", default: 0, minimum: 0 },
  minSpecial: { type: "integer", default: 0, minimum: 0 },
  keepers,
};

/**
 * RandomPassword: the drawn `result` is secret and the id says nothing about it.
 *
 * The official plugin also answers a secret `bcryptHash`; it is left out here, so reading it gives
 * `undefined`.
 */
export const passwordKind: RandomKind = {
  inputs,
  settle,
  drawn: ["result"],
  secrets: ["result"],
  check,
  draw: (given) => ({ id: "none", outputs: { ...given, result: randomString(recipe(given)) } }),
  adopt: (value) => ({ ...adopt(value), id: "none" }),
};

/** RandomString: the drawn `result` is also the id, so it is no place for a secret. */
export const stringKind: RandomKind = {
  inputs,
  settle,
  drawn: ["result"],
  check,
  draw: (given) => {
    const result = randomString(recipe(given));
    return { id: result, outputs: { ...given, result } };
  },
  adopt,
};

/** `number` is the former name of `numeric`: a program sets either, state shows both. */
function settle(given: Properties): Properties {
  const numeric = given["number"] ?? given["numeric"] ?? true;
  return { ...given, number: numeric, numeric };
}

function recipe(given: Properties): StringRecipe {
  const overrideSpecial = (given["overrideSpecial"] ?? "") as string;
  return { ...(given as unknown as StringRecipe), overrideSpecial };
}

function check(given: Properties): CheckFailure[] {
  const { length, lower, upper, numeric, special, ...rest } = recipe(given);
  const least = rest.minLower + rest.minUpper + rest.minNumeric + rest.minSpecial;
  const failures: CheckFailure[] = [];
  if (length < least) {
    const reason = `expected at least ${least}, the sum of minLower, minUpper, minNumeric and minSpecial, got ${length}`;
    failures.push({ property: "length", reason });
  }
  if (!lower && !upper && !numeric && !special) {
    const reason =
      "expected at least one of lower, upper, numeric and special to be true, got none";
    failures.push({ property: "special", reason });
  }
  return failures;
}

function adopt(value: string): { id: string; inputs: Properties; outputs: Properties } {
  const defaults = Object.entries(inputs).flatMap(([name, rule]) =>
    rule.default === undefined ? [] : [[name, rule.default] as const],
  );
  const given: Properties = { ...Object.fromEntries(defaults), length: Array.from(value).length };
  return { id: value, inputs: given, outputs: { ...settle(given), result: value } };
}
