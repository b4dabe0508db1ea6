// The command line, in this process: what goes to which stream, and what never goes anywhere.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { EnsureRequest } from "../../nas/request";
import { requestFor, runTool, Scratch, ScriptedNas, secrets } from "./story";

describe("nas", () => {
  let scratch: Scratch;
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(async () => {
    scratch = new Scratch();
    nas = await ScriptedNas.start(scratch.identity);
    request = requestFor(nas, scratch);
  });
  afterEach(async () => {
    await nas.stop();
    scratch.discard();
  });

  it("prints one line of JSON, the same in every run that changes nothing (P-07)", async () => {
    const first = await runTool(["lun", "ensure"], request, scratch);
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
    const second = await runTool(["lun", "ensure"], request, scratch);
    assert.deepEqual(second, { ...first, stderr: "" });
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

  it("shows a LUN with its targets, and changes nothing", async () => {
    await runTool(["lun", "ensure"], request, scratch);
    nas.requests.length = 0;
    const { exitCode, stdout, stderr } = await runTool(["lun", "show"], request, scratch);
    assert.deepEqual([exitCode, stderr], [0, ""]);
    const { uuid } = nas.luns[0]!;
    assert.deepEqual(JSON.parse(stdout), {
      lun: {
        name: "jenkins",
        uuid,
        sizeBytes: 2147483648,
        allocatedBytes: 0,
        type: "BLUN",
        volume: "/volume1",
        description: "home [jenkins-stack:iqn.2000-01.com.synology:nas.jenkins]",
        attributes: {
          can_snapshot: true,
          emulate_tpu: true,
          emulate_fua_write: true,
          emulate_sync_cache: true,
        },
        status: "normal",
        locked: false,
      },
      targets: [
        {
          id: "4",
          name: "jenkins",
          iqn: "iqn.2000-01.com.synology:nas.jenkins",
          enabled: true,
          maxSessions: 1,
          authentication: 1,
          chapUser: "k8s",
          sessions: [],
          mappingIndex: 1,
        },
      ],
      serial: uuid,
      wwid: "36001405ac36dabcd6e23d40e0d8956dc",
      nodeUuid: "72003c93-2db2-4f00-a169-67c5eae86bb1",
    });
    assert.deepEqual(nas.calls, [
      "API.Auth login",
      "Node list",
      "LUN list",
      "Target list",
      "API.Auth logout",
    ]);
  });

  it("names the LUNs there are when the one to show is missing", async () => {
    await runTool(["lun", "ensure"], request, scratch);
    const run = await runTool(["lun", "show"], { nas: request.nas, lun: { name: "nix" } }, scratch);
    assert.deepEqual(run, {
      exitCode: 1,
      stdout: "",
      stderr: 'lun.name: expected a LUN of the NAS, got "nix"; it has "jenkins"\n',
    });
  });

  it("explains itself with exit codes and examples", async () => {
    for (const argv of [["--help"], ["lun", "ensure", "--help"]]) {
      const { exitCode, stdout } = await runTool(argv, "", scratch);
      assert.equal(exitCode, 0);
      for (const text of [
        "Exit codes:",
        "  5  login refused",
        "Examples:",
        "node nas/run.cjs lun ensure < request.json",
      ])
        assert.ok(stdout.includes(text), text);
    }
  });

  it("ends with 2 for a wrong command line", async () => {
    const { exitCode, stderr } = await runTool(["lun", "ensre"], "", scratch);
    assert.equal(exitCode, 2);
    assert.match(stderr, /unknown command 'ensre'\n\(Did you mean ensure\?\)/);
    assert.deepEqual(nas.calls, []);
  });

  it("shows no secret: not in what it prints, not in a URL, a header name or a file it leaves", async () => {
    const printed: string[] = [];
    const keep = async (change: (wanted: EnsureRequest) => unknown): Promise<void> => {
      for (const verb of ["ensure", "show"]) {
        const { stdout, stderr } = await runTool(["lun", verb], change(request), scratch);
        printed.push(stdout, stderr);
      }
    };
    const { chap } = request.target;
    await keep((wanted) => wanted);
    nas.faults.set("LUN list", [{ code: 105 }, { code: 105 }]);
    nas.faults.set("Target list", ["html", "html", "html", "half", "half", "half"]);
    await keep((wanted) => wanted);
    await keep((wanted) => ({
      ...wanted,
      target: { ...wanted.target, chap: { ...chap, pasword: chap.password } },
    }));
    await keep((wanted) => ({
      ...wanted,
      target: { chap: chap.password },
      nas: [wanted.nas.password],
    }));
    await keep((wanted) => ({
      ...wanted,
      nas: { ...wanted.nas, url: `https://pulumi:${secrets.nas}@nas` },
    }));
    await keep((wanted) => JSON.stringify(wanted).slice(0, -1));
    nas.faults.set("Target set", [{ code: 18990708 }]);
    await keep((wanted) => wanted);
    nas.password = "changed";
    await keep((wanted) => wanted);

    const files = readdirSync(scratch.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /lock|refused/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    assert.ok(files.length >= 2 && printed.some((text) => text !== ""));
    const sessions = nas.requests.flatMap(({ form }) => [form["_sid"], form["SynoToken"]]);
    const hidden = new Set([
      ...Object.values(secrets),
      ...sessions.filter((one) => one !== undefined),
    ]);
    const seen = [...printed, ...files, ...nas.requests.map(({ url }) => url)].join("\n");
    for (const secret of hidden) assert.ok(!seen.includes(secret), `${secret} in ${seen}`);
  });

  it("knows no call that deletes, unmaps or disables (P-08)", () => {
    const folder = resolve(__dirname, "../../nas");
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    const methods = sources.flatMap((name) =>
      [...readFileSync(join(folder, name), "utf8").matchAll(/method: "(\w+)"/g)].map(
        ([, method]) => method,
      ),
    );
    assert.deepEqual([...new Set(methods)].sort(), [
      ...["POST", "create", "get", "list", "login", "map_target", "set"],
    ]);
  });
});
