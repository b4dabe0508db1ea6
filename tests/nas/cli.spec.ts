// The command line, in this process: what goes to which stream, and what never goes anywhere.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";

import type { EnsureRequest } from "../../nas/request";
import { runToolWith } from "./run-tool";
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

  it("prints a text for people otherwise", async () => {
    const made = await runTool(["lun", "ensure"], request, scratch);
    const { uuid } = nas.luns[0]!;
    assert.equal(
      made.stdout,
      [
        `LUN     jenkins, 2 GiB, ${uuid}`,
        "target  jenkins, iqn.2000-01.com.synology:nas.jenkins",
        "number  1",
        "device  /dev/disk/by-id/scsi-36001405ac36dabcd6e23d40e0d8956dc",
        "",
      ].join("\n"),
    );
    nas.targets[0]!.connected_sessions = [{ iqn: "iqn.2004-10.com.example:node", ip: "fd00::21" }];
    const { stdout } = await runTool(["lun", "show"], request, scratch);
    assert.equal(
      stdout,
      [
        `LUN          jenkins, ${uuid}`,
        "size         2 GiB, 0 bytes taken on /volume1",
        "state        BLUN, normal",
        "attributes   can_snapshot, emulate_tpu, emulate_fua_write, emulate_sync_cache",
        "description  home [jenkins-stack:iqn.2000-01.com.synology:nas.jenkins]",
        "device       /dev/disk/by-id/scsi-36001405ac36dabcd6e23d40e0d8956dc",
        "",
        "target   IQN                                   number  CHAP  most sessions  initiators",
        "jenkins  iqn.2000-01.com.synology:nas.jenkins       1  k8s   1              iqn.2004-10.com.example:node at fd00::21",
        "",
      ].join("\n"),
    );
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

  it("shows a LUN with its targets, and changes nothing", async () => {
    await runTool(["lun", "ensure"], request, scratch);
    nas.requests.length = 0;
    const { exitCode, stdout, stderr } = await runTool(["lun", "show", "--json"], request, scratch);
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
        restoredTime: 0,
        clonedFrom: "",
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
          mutualUser: "",
          status: "",
          portals: [],
          acls: [],
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

  it("takes a LUN from its first day to its last, with a snapshot, a restore and a clone (A-26)", async () => {
    const text = async (...argv: string[]) => {
      const { exitCode, stdout, stderr } = await runTool(argv, request, scratch);
      assert.equal(exitCode, 0, `${argv.join(" ")}\n${stderr}`);
      return stdout;
    };
    await text("lun", "ensure");
    const { uuid } = nas.luns[0]!;
    const uuids = () => nas.snapshots.map((snapshot) => snapshot.uuid);
    assert.equal(
      await text("snapshot", "take", "--name", "one", "--unlocked"),
      `LUN          jenkins\nsnapshot     one, ${uuids()[0]!}\ntaken        2026-08-07 02:45 UTC\ndescription  one\n`,
    );
    assert.match(
      await text("snapshot", "take", "--description", "Before the update"),
      /^LUN .*\nsnapshot +before-the-update, .*\ntaken .* UTC, locked\ndescription +before-the-update: Before the update\n$/,
    );
    assert.match(
      await text("snapshot", "list"),
      /^snapshot +taken +age +by +locked +status +description\none .*\nbefore-the-update .* jenkins-stack +locked +Healthy +before-the-update: Before the update\n$/,
    );
    assert.match(
      await text("snapshot", "clone", "--snapshot", "one", "--name", "rehearsal"),
      /^LUN +rehearsal, .*\nfrom +snapshot one of LUN jenkins\ndevice +\/dev\/disk\/by-id\/scsi-36001405\w+\n$/,
    );
    assert.equal(
      await text("snapshot", "restore", "--snapshot", "one"),
      "LUN     jenkins\nholds   snapshot one\nbefore  is kept in snapshot before-restore-one\n",
    );
    await text("snapshot", "take", "--name", "two", "--unlocked");
    const pruned =
      "one\nkept          before-the-update, before-restore-one, two\nnot ours      none\n";
    assert.equal(
      await text("snapshot", "prune", "--keep", "1", "--dry-run"),
      `LUN           jenkins\nwould delete  ${pruned}`,
    );
    assert.equal(uuids().length, 4);
    assert.match(await text("snapshot", "prune", "--keep", "1"), /^LUN .*\ndeleted +one\n/);
    assert.equal(uuids().length, 3);
    assert.match(
      await text("lun", "grow", "--size", "3Gi"),
      /^LUN +jenkins\nsize +3 GiB, before 2 GiB\n\nwhat the NAS cannot do:\n1\. on the node .* iscsiadm -m node -T iqn\.2000-01\.com\.synology:nas\.jenkins -R\n2\. /,
    );
    assert.equal(
      await text("lun", "grow", "--size", "3Gi"),
      "LUN   jenkins\nsize  3 GiB, before 3 GiB\n",
    );
    const retired = await text("lun", "retire");
    const [, name = ""] = /retired as (jenkins\.retired-\d{8}-ac36da), /.exec(retired) ?? [];
    assert.equal(
      retired,
      [
        `LUN        jenkins, retired as ${name}, ${uuid}`,
        "target     jenkins, iqn.2000-01.com.synology:nas.jenkins, disabled",
        `delete it  nas lun delete --confirm ${name}`,
        "",
      ].join("\n"),
    );
    for (const snapshot of nas.snapshots) snapshot.is_user_locked = false;
    assert.equal(
      await text("lun", "delete", "--confirm", name),
      `LUN ${name} (${uuid}) is deleted\n`,
    );
    assert.equal(await text("lun", "delete", "--confirm", name), "nothing was deleted\n");
    assert.deepEqual(
      nas.luns.map((lun) => lun.name),
      ["rehearsal"],
    );
  });

  it("gives a device token once, only when asked for it, and spends no code before", async () => {
    nas.otp = "123456";
    const asked = { ...request, oneTimePassword: "123456" };
    const silent = await runTool(["login", "device"], asked, scratch);
    assert.deepEqual([silent.exitCode, silent.stdout, nas.calls], [2, "", []]);
    assert.match(
      silent.stderr,
      /^--print-token: expected the word that the token may be printed, got none;/,
    );
    const { exitCode, stdout, stderr } = await runTool(
      ["login", "device", "--print-token", "--device-name", "ci"],
      asked,
      scratch,
    );
    assert.equal(exitCode, 0, stderr);
    const [[token, name] = []] = nas.devices;
    assert.deepEqual([stdout, name], [`${String(token)}\n`, "ci"]);
    assert.match(stderr, /^enrolled "ci"; set nas\.deviceName to it/);
    const nasWithToken = { ...request.nas, deviceName: "ci", deviceToken: token };
    const shown = await runTool(["lun", "ensure"], { ...request, nas: nasWithToken }, scratch);
    assert.equal(shown.exitCode, 0, shown.stderr);
    for (const output of [stderr, shown.stdout, shown.stderr])
      assert.ok(!output.includes(String(token)) && !output.includes("123456"));
  });

  it("takes the device name of the request, and ignores a token that is to be replaced", async () => {
    nas.otp = "123456";
    const withName = { ...request.nas, deviceName: "laptop", deviceToken: "old" };
    const input = { nas: withName, oneTimePassword: "123456" };
    const { stdout } = await runTool(
      ["login", "device", "--print-token", "--json"],
      input,
      scratch,
    );
    const [[token, name] = []] = nas.devices;
    assert.deepEqual(JSON.parse(stdout), { deviceToken: token, deviceName: "laptop" });
    assert.equal(name, "laptop");
  });

  for (const [oneTimePassword, got] of [
    [undefined, "none"],
    ["12345", "another value (not shown)"],
    [123456, "another value (not shown)"],
  ] as const)
    it(`refuses the one-time password ${String(oneTimePassword)} before it is sent`, async () => {
      const input = { nas: request.nas, oneTimePassword };
      assert.deepEqual(await runTool(["login", "device", "--print-token"], input, scratch), {
        exitCode: 2,
        stdout: "",
        stderr: `oneTimePassword: expected the six digits that the authenticator shows, in quotes, got ${got}\n`,
      });
      assert.deepEqual(nas.calls, []);
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

  it("shows no secret: not in what it prints, not in a URL, a header name or a file it leaves", async () => {
    const printed: string[] = [];
    const keep = async (
      change: (wanted: EnsureRequest) => unknown,
      which: readonly string[] = ["lun ensure", "lun show"],
    ): Promise<void> => {
      for (const verb of which) {
        const argv = [...verb.split(" "), ...(options[verb] ?? [])];
        const { stdout, stderr } = await runTool(argv, change(request), scratch);
        printed.push(stdout, stderr);
      }
    };
    const { chap } = request.target;
    const options: Readonly<Record<string, readonly string[]>> = {
      "snapshot take": ["--name", "one"],
      "snapshot prune": ["--keep", "1"],
      "snapshot clone": ["--snapshot", "one", "--name", "two"],
      "snapshot restore": ["--snapshot", "one"],
      "lun delete": ["--confirm", "two"],
      "lun show": ["--json"],
      doctor: ["--json"],
    };
    await keep((wanted) => wanted);
    await keep(
      (wanted) => wanted,
      verbs.filter((verb) => verb !== "login device"),
    );
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

  it("destroys nothing but by the verbs that say so (P-08)", () => {
    const folder = resolve(__dirname, "../../nas");
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);
    const callers = (call: string) =>
      sources
        .filter(([name]) => !name.startsWith("dsm/"))
        .filter(([, text]) => new RegExp(`\\b${call}\\(session`).test(text))
        .map(([name]) => name);
    assert.deepEqual(
      {
        remove: callers("removeLun"),
        prune: callers("removeSnapshot"),
        revert: callers("revertLun"),
        unmap: callers("unmapLun"),
        disable: callers("disableTarget"),
        rename: callers("renameLun"),
      },
      {
        remove: ["lun/delete.ts"],
        prune: ["snapshot/prune.ts"],
        revert: ["snapshot/restore.ts"],
        unmap: ["lun/retire.ts"],
        disable: ["lun/retire.ts"],
        rename: ["lun/retire.ts"],
      },
    );
    const methods = sources
      .filter(([name]) => name.startsWith("dsm/"))
      .flatMap(([, text]) => [...text.matchAll(/method: "(\w+)"/g)].map(([, method]) => method));
    assert.deepEqual([...new Set(methods)].sort(), [
      ...["POST", "clone_snapshot", "create", "delete", "delete_snapshot", "disable", "enable"],
      ...["get", "getinfo", "info", "list", "list_snapshot", "login", "logout", "map_target"],
      ...["query", "restore_snapshot", "set", "take_snapshot", "unmap_target"],
    ]);
  });
});
