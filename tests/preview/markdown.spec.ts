import assert from "node:assert/strict";

import { code, codeBlock, inline } from "../../preview/report/escape";
import { lineDiff } from "../../preview/report/line-diff";
import { markdown } from "../../preview/report/markdown";
import type { Preview } from "../../preview/preview";
import { reportOf, type Report } from "../../preview/report/report";
import type { Step } from "../../preview/step";
import { changed, made, types } from "./support/steps";

const preview = (steps: readonly Step[]): Preview => ({
  ...{ stack: "prod", mode: "connected", steps, diagnostics: [], unknowns: [] },
});
const configMap = (name: string) => ({
  type: types.configMap,
  name,
  component: "BuildrootWorkspace",
});
const data = (text: string) => ({ metadata: { name: "scripts" }, data: { file: text } });

describe("markdown", () => {
  it("begins with the verdict, and ends with the folded diff", () => {
    const lines = markdown(
      reportOf(preview([changed(configMap("c"), data("a\nb\n"), data("a\nc\n"))])),
    ).split("\n");
    assert.equal(lines[0], "**safe** · stack `prod`: 1 updated");
    assert.ok(lines.includes("| builds | ConfigMap `scripts` | update | the next build uses it |"));
    assert.ok(lines.includes("<details><summary>Raw diff of 1 of 1 resources</summary>"));
    assert.ok(lines.includes("-   b"));
    assert.ok(lines.includes("+   c"));
    assert.equal(lines.at(-2), "</details>");
  });

  it("says that nothing changes, and nothing more", () => {
    assert.equal(markdown(reportOf(preview([]))), "**safe** · stack `prod`: nothing changes\n");
  });

  it("links the changelog of a version", () => {
    const image = (version: string) => ({
      spec: {
        template: {
          spec: { containers: [{ image: `docker.io/jenkins/jenkins:${version}-jdk21` }] },
        },
      },
    });
    const set = { type: types.statefulSet, component: "JenkinsController" };
    assert.match(
      markdown(reportOf(preview([changed(set, image("2.580.1"), image("2.580.2"))]))),
      /^\| \[Jenkins\]\(https:\/\/www\.jenkins\.io\/changelog-stable\/#v2\.580\.2\) \| `2\.580\.1` \| `2\.580\.2` \|$/m,
    );
  });

  it("leaves the longest diffs out first, with their number, and keeps the rest", () => {
    const long = Array.from({ length: 3000 }, (_, line) => `line ${line}`).join("\n");
    const steps = [
      changed(configMap("long"), data(`${long}\n`), data(`${long.replaceAll("line", "other")}\n`)),
      changed(configMap("short"), data("a\n"), data("b\n")),
    ];
    const text = markdown(reportOf(preview(steps)));
    assert.ok(text.length <= 65_000);
    assert.match(text, /^\*\*safe\*\* · stack `prod`: 2 updated$/m);
    assert.match(text, /Raw diff of 1 of 2 resources/);
    assert.match(
      text,
      /^1 of 2 diffs are left out, the longest; run: npm run preview -- --stack prod$/m,
    );
    assert.match(text, /^- {3}a$/m);
    assert.doesNotMatch(text, /line 7\b/);
  });

  it("keeps the summary and the gravest rows however many there are", () => {
    const steps = Array.from({ length: 1200 }, (_, index) =>
      made(
        { type: types.namespace, name: `n${index}` },
        { metadata: { name: `namespace-${index}` } },
      ),
    );
    const grave = made({ type: "kubernetes:example.org/v1:Widget", name: "zz" });
    const text = markdown(reportOf(preview([...steps, grave])));
    assert.ok(text.length <= 65_000);
    assert.ok(text.length > 60_000, "no more is left out than has to be");
    assert.match(text, /^\*\*touches data: review needed\*\* · stack `prod`: 1201 created$/m);
    assert.match(text, /Widget `zz`/);
    assert.match(text, /^\d+ more are left out\.$/m);
  });

  it("never exceeds its limit, whatever the report is made of", () => {
    const report: Report = {
      ...reportOf(preview([])),
      errors: Array.from({ length: 60 }, (_, index) => `${index} ${"e".repeat(5000)}`),
      warnings: Array.from({ length: 60 }, () => "w|*".repeat(500)),
      unknowns: Array.from({ length: 40 }, () => "u".repeat(3000)),
    };
    for (const limit of [50, 500, 5000, 65_000]) {
      const text = markdown(report, limit);
      assert.ok(text.length <= limit, `${text.length} > ${limit}`);
      assert.ok(text.startsWith("**safe** · stack `prod`"));
    }
  });

  it("lets no value become Markdown or HTML", () => {
    const hostile =
      "a | b\n\n</details><img src=x onerror=alert(1)> `tick` @team #12 [x](http://evil.example) ``` end";
    const steps = [
      changed(
        { type: types.role, name: "r", component: "JenkinsController" },
        { rules: [] },
        { rules: [{ resources: [hostile], verbs: ["get"] }] },
      ),
      changed(
        configMap(hostile),
        { metadata: { name: hostile }, data: { f: "a\n" } },
        { metadata: { name: hostile }, data: { f: `${hostile}\n\`\`\`\`\n</details>\n` } },
      ),
    ];
    const text = markdown(reportOf(preview(steps)));
    const [table = "", block = ""] = text.split("<details>");
    for (const row of table.split("\n").filter((line) => line.startsWith("|")))
      assert.equal(row.replace(/\\\|/g, "").split("|").length, 6, row);
    assert.doesNotMatch(
      table.replace(/`+ ?[^\n]*? ?`+(?= \|)/g, ""),
      /<img|<\/details|@team|#12\b|http:\/\//,
    );
    // The block ends with the fence it began with, and only then the fold does.
    const [, fence = ""] = /\n(`{3,})diff\n/.exec(block) ?? [];
    assert.equal(fence.length, 5);
    assert.equal(block.split(`\n${fence}\n`).length, 2);
    assert.equal(block.slice(block.indexOf(`\n${fence}\n`)).match(/<\/details>/g)?.length, 1);
  });
});

describe("inline, code and codeBlock", () => {
  it("escape what means something", () => {
    assert.equal(inline("a_b *c* <d> | \\"), "a\\_b \\*c\\* &lt;d&gt; \\| \\\\");
    assert.equal(inline("two\n lines"), "two lines");
    assert.equal(code("a`b|c"), "``a`b\\|c``");
    assert.equal(code("`"), "`` ` ``");
    assert.equal(codeBlock("diff", ["```", "x"]), "````diff\n```\nx\n````");
  });

  it("leave a mark for what is not to be seen", () => {
    assert.equal(inline("a\u001b[2Jb\u202e"), "a\ufffd\\[2Jb\ufffd");
  });
});

describe("lineDiff", () => {
  it("shows what changes with a little around it", () => {
    const before = ["1", "2", "3", "4", "5", "6", "7"].join("\n");
    assert.deepEqual(lineDiff(before, before.replace("4", "x")), [
      "  …",
      "  2",
      "  3",
      "- 4",
      "+ x",
      "  5",
      "  6",
      "  …",
    ]);
  });

  it("finds what is put between, and what goes", () => {
    assert.deepEqual(lineDiff("a\nb", "a\nx\nb"), ["  a", "+ x", "  b"]);
    assert.deepEqual(lineDiff("a\nx\nb", "a\nb"), ["  a", "- x", "  b"]);
    assert.deepEqual(lineDiff("a", "a"), ["  …"]);
  });

  it("gives up looking for what two huge texts share", () => {
    const huge = (word: string) =>
      Array.from({ length: 2500 }, (_, line) => `${word} ${line}`).join("\n");
    assert.equal(lineDiff(huge("a"), huge("b")).length, 5000);
  });
});
