import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { loadUpdateCentre, parseUpdateCentre } from "../../plugins/update-centre";

const path = join(__dirname, "documents/update-center.jsonp");
const script = readFileSync(path, "utf8");
const json = script.slice(script.indexOf("{"), script.lastIndexOf("}") + 1);

describe("parseUpdateCentre", () => {
  it("reads the document plain and as the script that browsers load", () => {
    const centre = parseUpdateCentre(script, path);
    assert.deepEqual(parseUpdateCentre(json, path), centre);
    assert.deepEqual(centre.plugins["git"], {
      version: "5.11.0",
      requiredCore: "2.504.3",
      dependencies: [
        { name: "structs", optional: false, version: "362.va_b_695ef4fdf9" },
        { name: "matrix-project", optional: true, version: "847.v88a_f90ff9f20" },
        { name: "git-client", optional: false, version: "6.6.1" },
      ],
      sha256: "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=",
      labels: ["git", "scm"],
      title: "Git",
    });
    assert.equal(centre.warnings[0]?.id, "SECURITY-3333");
  });

  for (const [title, text, where] of [
    ["a page", "<html></html>", ""],
    ["another document", '{"plugins": {"git": {"version": 5}}}', " (plugins.git.version)"],
  ] as const)
    it(`refuses ${title}, saying where it comes from`, () => {
      assert.throws(() => parseUpdateCentre(text, "mirror"), {
        name: "Failure",
        message: `mirror: expected the document of an update centre, got something else${where}`,
      });
    });
});

describe("loadUpdateCentre", () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.statusCode = url?.startsWith("/gone") === true ? 404 : 200;
    response.end(script);
  });
  let origin = "";

  before(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(() => {
    server.close();
  });

  beforeEach(() => {
    asked.length = 0;
  });

  it("reads a file without a network (B-05)", async () => {
    assert.ok("git" in (await loadUpdateCentre(path, "2.580.1")).plugins);
  });

  it("asks a mirror for the document of this Jenkins, by its folder or by its own name (C-03)", async () => {
    await loadUpdateCentre(`${origin}/updates/`, "2.580.1");
    await loadUpdateCentre(`${origin}/updates/update-center.actual.json`, "2.580.1");
    assert.deepEqual(asked, [
      "/updates/update-center.json?version=2.580.1",
      "/updates/update-center.actual.json?version=2.580.1",
    ]);
  });

  it("says what a mirror answered", async () => {
    await assert.rejects(loadUpdateCentre(`${origin}/gone`, "2.580.1"), {
      name: "Failure",
      message: `${origin}/gone/update-center.json?version=2.580.1: expected the document of an update centre, got HTTP 404`,
    });
  });

  it("says why nobody answers, and what to do without a network", async () => {
    const free = createServer();
    await once(free.listen(0, "127.0.0.1"), "listening");
    const { port } = free.address() as AddressInfo;
    free.close();
    await assert.rejects(loadUpdateCentre(`http://127.0.0.1:${port}`, "2.580.1"), {
      name: "Failure",
      message: `http://127.0.0.1:${port}/update-center.json?version=2.580.1: expected the document of an update centre, got ECONNREFUSED; without a network, name a file: --update-centre <file>`,
    });
  });

  it("says that a file is missing", async () => {
    await assert.rejects(loadUpdateCentre("none.json", "2.580.1"), {
      name: "Failure",
      message: "none.json: expected a file that can be read, got ENOENT",
    });
  });
});
