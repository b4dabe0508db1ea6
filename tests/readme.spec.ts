// The documents that are read before anything is run: what they name must be there. The sample output is proven by the
// engine tests of the commands, which expect the same lines; the pages of the parts have tests beside those parts.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { parse } from "yaml";

import { secretKeys } from "../stacks/secret-keys";
import { schemaAt } from "../stacks/schema-tree";
import { sections } from "../stacks/settings";
import { changed, reading, root, type Values } from "./stacks/good-settings";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const found = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, name]) => name ?? "");
const filesOf = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const readme = read("README.md");
const operations = read("docs/operations.md");
const decisions = filesOf("docs/decisions").sort();
const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...filesOf("docs"), ...decisions];

describe("every page", () => {
  it("names only npm scripts that exist", () => {
    const named = pages.flatMap((page) =>
      found(read(page), /npm run (?:--silent )?([a-z][\w:-]*)/g).map(
        (name) => [page, name] as const,
      ),
    );
    assert.ok(named.length > 50);
    assert.deepEqual(
      named.filter(([, name]) => !(name in scripts)),
      [],
    );
  });

  it("links only to files that exist", () => {
    const links = pages.flatMap((page) =>
      found(read(page), /\]\(((?!https?:)[^)#]+)/g).map((link) => join(dirname(page), link)),
    );
    assert.ok(links.length > 30);
    assert.deepEqual(
      links.filter((link) => !existsSync(join(root, link))),
      [],
    );
  });
});

describe("README", () => {
  it("or CONTRIBUTING says what every npm script is for", () => {
    const text = readme + read("CONTRIBUTING.md");
    const named = found(text, /`npm (?:run )?([\w:-]+)/g);
    assert.deepEqual(
      Object.keys(scripts).filter((name) => !named.includes(name)),
      [],
    );
  });

  it("lists every folder of the project, and no other", () => {
    const listed = found(readme, /^\| `([\w-]+)\/` +\|/gm);
    const there = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\..*|node_modules|coverage)$/.test(entry.name))
      .filter(({ name }) => readdirSync(join(root, name)).length > 0);
    assert.deepEqual(listed.toSorted(), there.map(({ name }) => name).toSorted());
  });

  it("names every room of the components", () => {
    const [row = ""] = found(readme, /^\| `components\/` +\| (.*)$/gm);
    const rooms = readdirSync(join(root, "components")).filter((room) => room !== "internal");
    assert.deepEqual(
      rooms.filter((room) => !row.includes(room)),
      [],
    );
  });

  it("links to every page of docs/ but the generated schema", () => {
    const links = found(readme, /\]\((docs\/[^)#]+)/g);
    assert.deepEqual(
      filesOf("docs").filter((page) => !links.includes(page)),
      [],
    );
  });

  it("goes through every section of the settings", () => {
    const listed = found(readme, /^ +\| `(\w+)` +\|/gm);
    assert.deepEqual(
      Object.keys(sections.shape).filter((section) => !listed.includes(section)),
      [],
    );
  });

  it("says how every secret is stored, or what stores it", () => {
    const listed = found(readme, /^ +\| `(\w+)` +\|/gm);
    assert.deepEqual(
      secretKeys.filter((key) => !listed.includes(key)),
      [],
    );
  });

  it("shows a stack file that is enough", () => {
    const [text = ""] = found(readme, /^ *```yaml\n([\s\S]*?)```/gm);
    const { config } = parse(text) as { config: Record<string, Values> };
    const values = plain(config);
    const { problems } = reading({
      ...values,
      cluster: {
        ...(values["cluster"] as Values),
        kubeconfig: "tests/stacks/files/kubeconfig.yaml",
      },
      nasPassword: "nas-secret-value",
    });
    assert.deepEqual(problems, []);
  });
});

describe("docs/operations.md", () => {
  it("shows settings without a problem", () => {
    const examples = found(operations, /```yaml\n([\s\S]*?)```/g).map((text) =>
      byPath(parse(text)),
    );
    assert.ok(examples.length >= 3);
    for (const example of examples) assert.deepEqual(reading(changed(example)).problems, []);
  });
});

describe("README and docs/operations.md", () => {
  const text = readme + operations;

  it("name only settings that exist", () => {
    const names = Object.keys(sections.shape).join("|");
    const named = found(text, new RegExp(`\`((?:${names})\\.[\\w.<>]+)\``, "g"));
    assert.ok(named.length > 10);
    assert.deepEqual(
      named.filter((path) => schemaAt(sections, path.split(".")) === undefined),
      [],
    );
  });

  it("name only verbs that docs/nas.md lists", () => {
    const verbs = found(read("docs/nas.md"), /^\| `([a-z ]+)` +\|.*\|.*\|$/gm);
    const named = found(
      text,
      /run (?:--silent )?nas -- ((?:lun |snapshot |login )?[a-z]+) --stack/g,
    );
    assert.ok(named.length > 2);
    assert.deepEqual(
      named.filter((verb) => !verbs.includes(verb)),
      [],
    );
  });
});

describe("docs/decisions", () => {
  it("are numbered without a gap, fit a page, and say context, decision and consequence", () => {
    for (const [index, path] of decisions.entries()) {
      const text = read(path);
      assert.ok(path.includes(`/${String(index + 1).padStart(4, "0")}-`), path);
      assert.ok(text.split("\n").length < 40, path);
      assert.deepEqual(found(text, /^## (.*)$/gm), ["Context", "Decision", "Consequence"], path);
    }
  });
});

/** Sections as the stack files name them, by their own names. */
function plain(config: Record<string, Values>): Values {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("jenkins-stack:", ""), value]),
  );
}

/** Values by path, so that they stand beside the others of their groups. */
function byPath(value: unknown, path: readonly string[] = []): Values {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { [path.join(".")]: value };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => byPath(inner, [...path, key])),
  ) as Values;
}
