import assert from "node:assert/strict";

import { paintFor, widthOf } from "../../nas/output/colours";
import { facts, table } from "../../nas/output/table";
import { age, day, moment, size, wholeDays } from "../../nas/output/units";

const plain = paintFor(false);
const coloured = paintFor(true);

describe("table", () => {
  it("aligns columns, numbers at their right ends, and ends no line in space", () => {
    const rows = [
      ["jenkins", "500 GiB", "yes"],
      ["gentoo-binpkgs", "2 TiB", ""],
    ];
    assert.equal(
      table(plain, ["LUN", { heading: "taken", numbers: true }, "mapped"], rows),
      [
        "LUN               taken  mapped",
        "jenkins         500 GiB  yes",
        "gentoo-binpkgs    2 TiB",
      ].join("\n"),
    );
  });

  it("aligns what is coloured, and what has more bytes than columns", () => {
    const rows = [
      [coloured("good", "ok"), "a"],
      [coloured("bad", "größer"), "b"],
    ];
    const lines = table(coloured, ["x", "y"], rows).split("\n");
    assert.deepEqual(
      // eslint-disable-next-line no-control-regex -- colours are control characters
      lines.map((line) => line.replaceAll(/\u001b\[\d+m/g, "")),
      ["x       y", "ok      a", "größer  b"],
    );
    assert.equal(lines[1], "\u001b[32mok\u001b[39m      a");
  });

  it("shows a missing cell as empty, and no rows as the heading alone", () => {
    assert.equal(table(plain, ["a", "b"], [["1"]]), "a  b\n1");
    assert.equal(table(plain, ["a", "b"], []), "a  b");
  });

  it("lets no text of the NAS move the cursor, set a colour or end the line", () => {
    const nasty = "x\u001b]0;title\u0007\u001b[2Jy\r\nz\u009b31m";
    const shown = table(plain, ["description"], [[nasty]]).split("\n");
    assert.equal(shown.length, 2);
    // eslint-disable-next-line no-control-regex -- none of them may be left
    assert.doesNotMatch(shown[1]!, /[\u0000-\u001f\u007f-\u009f]/);
    assert.match(shown[1]!, /^x .*y {2}z 31m$/);
  });
});

describe("facts", () => {
  it("aligns values behind their names", () => {
    const entries = [
      ["LUN", "jenkins"],
      ["description", "home\nof Jenkins"],
      ["by", ""],
    ] as const;
    assert.equal(facts(plain, entries), "LUN          jenkins\ndescription  home of Jenkins\nby");
    assert.equal(facts(plain, []), "");
  });
});

describe("paintFor", () => {
  it("leaves texts alone without colours", () => {
    assert.equal(plain("bad", "error"), "error");
    assert.equal(coloured("bad", "error"), "\u001b[31merror\u001b[39m");
    assert.equal(widthOf(coloured("heading", "ab")), 2);
  });
});

describe("units", () => {
  it("size takes the largest unit that leaves a number from 1", () => {
    const gibibyte = 1024 ** 3;
    assert.deepEqual(
      [0, 1, 1023, 1024, 1.5 * gibibyte, 500 * gibibyte, 1024 * gibibyte, 1.26 * 1024 ** 4].map(
        size,
      ),
      ["0 bytes", "1 bytes", "1023 bytes", "1 KiB", "1.5 GiB", "500 GiB", "1 TiB", "1.3 TiB"],
    );
  });

  it("age says its one largest unit", () => {
    assert.deepEqual([0, 59, 60, 119, 120, 3600, 86_399, 86_400, 40 * 86_400].map(age), [
      ...["under a minute", "under a minute", "1 minute", "1 minute", "2 minutes", "1 hour"],
      ...["23 hours", "1 day", "40 days"],
    ]);
  });

  it("days and moments are the same on every machine", () => {
    assert.equal(moment(1786070747), "2026-08-07 02:45 UTC");
    assert.equal(day(1786070747), "2026-08-07");
    assert.deepEqual([3600, 86_400, 3 * 86_400].map(wholeDays), ["today", "1 day", "3 days"]);
  });
});
