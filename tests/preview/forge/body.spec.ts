import assert from "node:assert/strict";

import { untrusted } from "../../../preview/forge";
import { commentBody, marker } from "../../../preview/forge/body";

describe("commentBody (P-04)", () => {
  it("puts nothing around a report that fits but the marker", () => {
    assert.equal(commentBody("prod", "**safe**\n\n", 1000), `${marker("prod")}\n**safe**\n`);
  });

  it("takes a report that just fits, and cuts one that just does not", () => {
    const room = 2000 - `${marker("prod")}\n\n`.length;
    assert.equal(commentBody("prod", "x".repeat(room), 2000).length, 2000);
    const cut = commentBody("prod", "x".repeat(room + 1), 2000);
    assert.ok(cut.length <= 2000);
    assert.match(cut, /\n\d+ characters are cut here: a comment holds no more\./);
  });

  it("counts what it cuts", () => {
    const report = `summary\n${"line\n".repeat(1000)}`;
    const body = commentBody("prod", report, 2000);
    const cut = Number(/(\d+) characters are cut/.exec(body)?.[1]);
    const kept = body.split("\n\n")[0] ?? "";
    assert.equal(kept.length + cut, `${marker("prod")}\n${report}`.length);
  });

  it("closes what is open where it cuts", () => {
    const report = `summary\n<details>\n<summary>diff</summary>\n\n\`\`\`\`diff\n${"+ line\n".repeat(500)}\`\`\`\`\n</details>`;
    const body = commentBody("prod", report, 2000);
    assert.match(body, /\+ line\n````\n<\/details>\n\n\d+ characters are cut/);
  });
});

describe("untrusted (P-04)", () => {
  it("says whose word it is before anything else", () => {
    assert.match(untrusted("**safe**"), /^> This report was made by the pull request's own code/);
  });

  it("mentions nobody, poses as no other comment and loads nothing", () => {
    const report = [
      "@acme/owners please merge",
      marker("staging"),
      "![seen](https://tracker.example/pixel.png)",
      '<img src="https://tracker.example/pixel.png">',
      "<details><summary>diff</summary></details>",
    ].join("\n");
    const [, , , ...lines] = untrusted(report).split("\n");
    assert.deepEqual(lines, [
      "@\u200bacme/owners please merge",
      "&lt;!-- jenkins-stack: preview of staging -->",
      "!\u200b[seen](https://tracker.example/pixel.png)",
      '&lt;img src="https://tracker.example/pixel.png">',
      "<details><summary>diff</summary></details>",
    ]);
  });
});
