import assert from "node:assert/strict";

import fc from "fast-check";

import type { DeclaredItem } from "../../../components/jenkins/configuration/items";
import {
  locationsText,
  storeLocations,
  visibilityOf,
} from "../../../components/jenkins/credentials/scope";

const items: readonly DeclaredItem[] = [
  { path: "app", kind: "multibranch" },
  { path: "rpm", kind: "folder" },
  { path: "rpm/packages", kind: "multibranch" },
  { path: "rpm/nightly", kind: "pipeline" },
  { path: "rpm/old", kind: "folder" },
];

describe("storeLocations", () => {
  it("adds the folder around a multibranch project, whose scan looks credentials up there", () => {
    assert.deepEqual(storeLocations(["rpm/packages"], items), ["rpm", "rpm/packages"]);
  });

  it("adds the multibranch projects in a folder, whose branches are inside of them", () => {
    assert.deepEqual(storeLocations(["rpm"], items), ["rpm", "rpm/packages"]);
  });

  it("adds neither folders in a folder nor what is beside it", () => {
    assert.deepEqual(storeLocations(["rpm/old"], items), ["rpm/old"]);
  });
});

describe("locationsText", () => {
  it("is the list the provider reads, space and quotes included", () => {
    assert.equal(locationsText(["a"]), "['a']");
    assert.equal(locationsText(["a", "b/c"]), "['a', 'b/c']");
  });

  // The provider takes off the brackets, splits at ", " and takes off one quote on each side.
  it("is read back as it was, or not written at all (A-53)", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 12 }), { maxLength: 4 }), (locations) => {
        let text: string;
        try {
          text = locationsText(locations);
        } catch {
          return;
        }
        assert.ok(text.startsWith("[") && text.endsWith("]") && locations.length > 0);
        const read = text
          .slice(1, -1)
          .split(", ")
          .map((part) => part.slice(1, -1));
        assert.deepEqual(read, locations);
      }),
    );
  });

  for (const location of ["", " a", "a'b", 'a"b', "a, b", "[a]"])
    it(`refuses ${JSON.stringify(location)}, which would open the credential to every job`, () => {
      assert.throws(() => locationsText([location]));
    });

  it("refuses an empty list, which would open the credential to every job", () => {
    assert.throws(() => locationsText([]));
  });
});

describe("visibilityOf", () => {
  it("says everywhere for global credentials alone", () => {
    assert.deepEqual(
      visibilityOf(
        {
          one: { type: "secretText", global: true },
          other: { type: "secretText", folders: ["rpm/old"] },
        },
        items,
      ),
      { one: "everywhere", other: ["rpm/old"] },
    );
  });
});
