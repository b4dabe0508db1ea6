import assert from "node:assert/strict";

import { Secret, unknown, type Properties } from "../../../../local/plugins/rpc/values";
import { subjects } from "../support/origins";
import { runningPlugin } from "../support/running-plugin";

const typeOf = (name: string): string =>
  `random:index/${name[0]!.toLowerCase()}${name.slice(1)}:${name}`;

describe("random plugin (offline)", () => {
  const plugin = runningPlugin(subjects("random")[0]!);

  const none = { lower: false, upper: false, numeric: false, special: false };
  const refusals: readonly [string, string, Properties, string[]][] = [
    ["no length", "RandomString", {}, ["length: expected a value, got none"]],
    [
      "a length of 0",
      "RandomString",
      { length: 0 },
      ["length: expected an integer of at least 1, got 0"],
    ],
    [
      "minimums beyond the length",
      "RandomString",
      { length: 3, minLower: 2, minUpper: 2 },
      [
        "length: expected at least 4, the sum of minLower, minUpper, minNumeric and minSpecial, got 3",
      ],
    ],
    [
      "no sort of character",
      "RandomString",
      { length: 3, ...none },
      ["special: expected at least one of lower, upper, numeric and special to be true, got none"],
    ],
    [
      "a secret of the wrong type, without printing it",
      "RandomString",
      { length: new Secret("hunter2") },
      ["length: expected an integer of at least 1, got a secret value"],
    ],
    [
      "an empty range",
      "RandomInteger",
      { min: 2, max: 1 },
      ["min: expected at most max (1), got 2"],
    ],
    [
      "a seed",
      "RandomInteger",
      { min: 1, max: 2, seed: "s" },
      ["seed: expected no value, the offline plugin cannot reproduce it"],
    ],
  ];
  for (const [what, name, inputs, failures] of refusals) {
    it(`refuses ${what}`, async () => {
      assert.deepEqual((await plugin.client.check(typeOf(name), inputs)).failures, failures);
    });
  }

  it("does not judge what is not known yet", async () => {
    assert.deepEqual(
      (await plugin.client.check(typeOf("RandomString"), { length: unknown, minLower: 99 }))
        .failures,
      [],
    );
  });

  it("names the resources it has for one it has not", async () => {
    await assert.rejects(plugin.client.check(typeOf("RandomPet"), {}), {
      message:
        "random:index/randomPet:RandomPet: expected one of RandomBytes, RandomId, RandomInteger, RandomPassword, " +
        "RandomShuffle, RandomString, RandomUuid; the offline plugin has no other resource",
    });
  });
});
