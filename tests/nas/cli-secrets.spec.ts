// What never goes anywhere, and what only some verbs may do.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { EnsureRequest } from "../../nas/request";
import { ownNas, type OwnNas } from "./own-nas";
import { runTool } from "./run-tool";
import { type ScriptedNas, secrets } from "./story";

describe("nas, all verbs", () => {
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
        close: callers("closeTarget"),
        rename: callers("renameLun"),
      },
      {
        remove: ["lun/delete.ts"],
        prune: ["snapshot/prune.ts"],
        revert: ["snapshot/restore.ts"],
        unmap: ["lun/retire.ts", "snapshot/rehearsal.ts"],
        disable: ["lun/gate.ts"],
        close: [
          ...["lun/gate.ts", "lun/retire.ts"],
          ...["snapshot/rehearsal.ts", "snapshot/restore.ts"],
        ],
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
