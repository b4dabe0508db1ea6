import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { renderedDocs } from "../../stacks/reference";
import { entryOf, fieldsOf } from "../../stacks/schema-tree";
import { sections } from "../../stacks/settings";
import { root } from "./good-settings";

/** Paths of all settings below a schema, without a description. */
function undescribed(schema: z.core.$ZodType, path: string): string[] {
  const entry = entryOf(schema);
  const children = [
    ...(entry === undefined ? [] : [["<name>", entry] as const]),
    ...fieldsOf(schema),
  ].flatMap(([name, field]) => undescribed(field, `${path}.${name}`));
  const described = schema instanceof z.ZodType && (schema.meta()?.description ?? "") !== "";
  return described ? children : [path, ...children];
}

describe("renderedDocs", () => {
  for (const { path, content } of renderedDocs())
    it(`equals the committed ${path} (npm run docs writes it)`, () => {
      assert.equal(readFileSync(join(root, path), "utf8"), content);
    });

  it("finds a description on every setting", () => {
    assert.deepEqual(
      fieldsOf(sections).flatMap(([name, schema]) => undescribed(schema, name)),
      [],
    );
  });

  it("gives no version a default (P-02)", () => {
    const [reference] = renderedDocs();
    const versions = reference?.content
      .split("\n")
      .filter((line) => /`\w+\.(agentI|i)mage`/.test(line));
    assert.equal(versions?.length, 5);
    assert.ok(versions.every((line) => line.includes("**required**")));
  });
});
