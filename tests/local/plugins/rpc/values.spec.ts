import assert from "node:assert/strict";

import fc from "fast-check";

import {
  containsSecret,
  containsUnknown,
  fromStruct,
  reveal,
  Secret,
  toStruct,
  unknown,
  type Properties,
  type Value,
} from "../../../../local/plugins/rpc/values";

// google-protobuf reads a struct by plain assignment, which cannot make this one name.
const key = fc.string().filter((name) => name !== "__proto__");
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.constant(unknown),
    tie("value").map((inner) => new Secret(inner)),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const properties = fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });

describe("values", () => {
  it("survive the engine's encoding at any depth, marks included", () => {
    fc.assert(
      fc.property(properties, (given) => {
        assert.deepEqual(fromStruct(toStruct(given)), given);
      }),
    );
  });

  it("leave out what is undefined, as a struct cannot say it", () => {
    const given = { absent: undefined, kept: null } as unknown as Properties;
    assert.deepEqual(fromStruct(toStruct(given)), { kept: null });
  });

  it("are no properties where there is no struct", () => {
    assert.deepEqual(fromStruct(undefined), {});
  });

  it("lose their secret marks when revealed, and nothing else", () => {
    const given: Properties = { list: [new Secret({ deep: new Secret("s") }), unknown] };
    assert.deepEqual(reveal(given), { list: [{ deep: "s" }, unknown] });
    fc.assert(
      fc.property(value, (any) => {
        assert.equal(containsSecret(reveal(any)), false);
        assert.equal(containsUnknown(reveal(any)), containsUnknown(any));
      }),
    );
  });
});
