import assert from "node:assert/strict";
import fc from "fast-check";

import { differences } from "../../preview/changes";

describe("differences", () => {
  it("names what was, and what will be, by path", () => {
    const before = { kept: 1, changed: "a", gone: true, list: [1, 2] };
    const after = { kept: 1, changed: "b", list: [1, 3], new: null };
    assert.deepEqual(differences(before, after), [
      { path: "changed", before: "a", after: "b" },
      { path: "gone", before: true },
      { path: "list[1]", before: 2, after: 3 },
      { path: "new", after: null },
    ]);
  });

  it("compares lists of named members by name", () => {
    const before = { env: [{ name: "A", value: "1" }] };
    const after = {
      env: [
        { name: "NEW", value: "0" },
        { name: "A", value: "2" },
      ],
    };
    assert.deepEqual(differences(before, after), [
      { path: "env[0]", after: { name: "NEW", value: "0" } },
      { path: "env[1].value", before: "1", after: "2" },
    ]);
    assert.deepEqual(differences(after, before)[1], {
      path: "env[0]",
      before: { name: "NEW", value: "0" },
    });
  });

  it("finds none between equal values, and some between others", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        assert.deepEqual(differences(one, structuredClone(one)), []);
        if (differences(one, other).length === 0)
          assert.equal(JSON.stringify(sorted(one)), JSON.stringify(sorted(other)));
      }),
    );
  });
});

/** The same value with its keys in order; a list's empty members and -0 look like what they are taken for. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
