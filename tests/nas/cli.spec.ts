// The command line, in this process: what goes to which stream, and what never goes anywhere.
import assert from "node:assert/strict";
import { Readable } from "node:stream";

import type { EnsureRequest } from "../../nas/request";
import { runTool, runToolWith } from "./run-tool";
import { ownNas, type OwnNas } from "./own-nas";
import { type ScriptedNas } from "./story";

describe("nas", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let scratch: OwnNas["scratch"];
  beforeEach(() => {
    ({ nas, request, scratch } = given());
  });

  const verbs = [
    ...["lun ensure", "lun show", "lun grow", "lun retire", "lun delete"],
    ...["snapshot take", "snapshot list", "snapshot prune", "snapshot clone", "snapshot restore"],
    ...["login device", "doctor", "drift", "audit"],
  ];

  it("prints one line of JSON with --json, the same in every run that changes nothing (P-07)", async () => {
    const first = await runTool(["lun", "ensure", "--json"], request, scratch);
    const { uuid } = nas.luns[0]!;
    assert.deepEqual(first, {
      exitCode: 0,
      stdout: `${JSON.stringify({
        lun: { name: "jenkins", uuid, sizeBytes: 2147483648 },
        target: { name: "jenkins", iqn: "iqn.2000-01.com.synology:nas.jenkins", id: "4" },
        mappingIndex: 1,
        serial: uuid,
        wwid: "36001405ac36dabcd6e23d40e0d8956dc",
        nodeUuid: "72003c93-2db2-4f00-a169-67c5eae86bb1",
      })}\n`,
      stderr:
        "created LUN jenkins (2 GiB) on /volume1\n" +
        "created target jenkins (iqn.2000-01.com.synology:nas.jenkins)\n" +
        "mapped LUN jenkins to target jenkins at index 1\n",
    });
    const second = await runTool(["lun", "ensure", "--json"], request, scratch);
    assert.deepEqual(second, { ...first, stderr: "" });
  });

  it("colours only where it is told to", async () => {
    const coloured = await runToolWith({ colours: true }, ["doctor"], request, scratch);
    // eslint-disable-next-line no-control-regex -- colours are control characters
    assert.match(coloured.stdout, /\u001b\[32mok\u001b\[39m/);
    const json = await runToolWith({ colours: true }, ["doctor", "--json"], request, scratch);
    for (const { stdout, stderr } of [json, await runTool(["doctor"], request, scratch)])
      assert.ok(!`${stdout}${stderr}`.includes("\u001b"));
  });

  it("lets two runs for one LUN follow each other", async () => {
    nas.settleListings = 4;
    const runs = await Promise.all([1, 2].map(() => runTool(["lun", "ensure"], request, scratch)));
    assert.deepEqual(
      runs.map(({ exitCode }) => exitCode),
      [0, 0],
    );
    assert.equal(nas.of("LUN create").length, 1);
    const logins = nas.calls.flatMap((call, index) => (/login|logout/.test(call) ? [index] : []));
    assert.deepEqual(
      logins.map((index) => nas.calls[index]),
      ["API.Auth login", "API.Auth logout", "API.Auth login", "API.Auth logout"],
    );
  });

  it("refuses a terminal, options without their value and sizes that are none", async () => {
    for (const [argv, message] of [
      [["snapshot", "prune"], "--keep: expected a whole number from 1, got none\n"],
      [["snapshot", "prune", "--keep", "0"], '--keep: expected a whole number from 1, got "0"\n'],
      [["snapshot", "clone", "--name", "x"], "--snapshot: expected a name, got none\n"],
      [["snapshot", "restore"], "--snapshot: expected a name, got none\n"],
      [["lun", "grow", "--size", "3GB"], '--size: expected whole GiB such as "600Gi", got "3GB"\n'],
    ] as const)
      assert.deepEqual(await runTool(argv, request, scratch), {
        ...{ exitCode: 2, stdout: "", stderr: message },
      });
    const stdin = Object.assign(Readable.from([]), { isTTY: true });
    assert.deepEqual(await runToolWith({ stdin }, ["lun", "show"], "", scratch), {
      exitCode: 2,
      stdout: "",
      stderr:
        "request: expected one JSON document on standard input, got a terminal; nas --help shows an example\n",
    });
    assert.deepEqual(nas.calls, []);
  });

  it("explains itself with the request and exit codes, and each verb with examples", async () => {
    const general = await runTool(["--help"], "", scratch);
    for (const verb of verbs) {
      const { exitCode, stdout } = await runTool([...verb.split(" "), "--help"], "", scratch);
      assert.equal(exitCode, 0);
      const texts = ["Exit codes:", "  5  login refused", "  6  doctor found", "--json"];
      for (const text of [...texts, "The request is one JSON document", "Examples:", verb])
        assert.ok(stdout.includes(text), `${verb}: ${text}`);
    }
    for (const text of ["Exit codes:", "The request is", "lun ", "snapshot ", "doctor ", "audit "])
      assert.ok(general.stdout.includes(text), text);
  });

  it("ends with 2 for a wrong command line", async () => {
    const { exitCode, stderr } = await runTool(["lun", "ensre"], "", scratch);
    assert.equal(exitCode, 2);
    assert.match(stderr, /unknown command 'ensre'\n\(Did you mean ensure\?\)/);
    assert.deepEqual(nas.calls, []);
  });
});
