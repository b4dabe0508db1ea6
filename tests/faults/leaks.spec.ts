// Known secrets, every verb, and every place a secret could end up in while the verb runs and after. The processes of the
// simulated NAS are left out: it hands its own throw-away CHAP secret to its target daemon.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { eventually, TestNas } from "../local/nas-simulator/support/nas";
import { chapPassword, requestFor } from "./support/tool";

const root = join(__dirname, "../..");
const secrets = ["account-pass-word", chapPassword, "mutual-secret1", "the-device-token"];

const verbs: readonly (readonly string[])[] = [
  ["lun", "ensure"],
  ["lun", "show"],
  ["lun", "grow", "--size", "2Gi"],
  ["snapshot", "take", "--name", "one"],
  ["snapshot", "list"],
  ["snapshot", "clone", "--snapshot", "one", "--name", "leaks-copy"],
  ["snapshot", "restore", "--snapshot", "one"],
  ["snapshot", "prune", "--keep", "1"],
  ["doctor"],
  ["drift"],
  ["audit"],
  ["lun", "retire"],
  ["lun", "delete", "--confirm", "leaks"],
];

describe("the NAS tool and the secrets it is given", () => {
  const nas = new TestNas();
  before(() => nas.start({ accounts: { pulumi: { password: "account-pass-word" } }, settleMs: 0 }));
  after(() => nas.stop());

  for (const argv of verbs)
    it(`${argv.slice(0, 2).join(" ")} keeps them on its standard input`, async () => {
      const temporary = join(nas.folder, "tmp");
      mkdirSync(temporary, { recursive: true });
      // The third call hangs, so that the process can be looked at while it works.
      await nas.administer("POST", "faults", { api: "*", method: "*", effect: "hang", skip: 2 });
      const running = execa("node", ["nas/run.cjs", ...argv], {
        cwd: root,
        input: JSON.stringify(request()),
        reject: false,
        all: true,
        env: { TMPDIR: temporary },
      });
      let ended = false;
      const end = running.then((result) => {
        ended = true;
        return result;
      });
      await eventually(
        async () => ((await nas.administer("GET", "status")) as { hanging: number }).hanging,
        (hanging) => hanging > 0 || ended,
      );
      const looked = processTexts();
      await nas.administer("POST", "release");
      const { all, exitCode } = await end;

      assert.ok(looked.some(({ text }) => text.includes("run.cjs")));
      assert.ok(exitCode === 0 || exitCode === 6, all);
      for (const { where, text } of [
        ...looked,
        { where: "its output", text: all },
        ...filesIn(temporary),
      ])
        for (const secret of secrets)
          assert.ok(!text.includes(secret), `${argv.join(" ")}: a secret in ${where}`);
    });

  function request(): object {
    const { nas: reached, target, ...rest } = requestFor(nas, "leaks");
    const mutual = { user: "nas0", password: "mutual-secret1" };
    return {
      ...rest,
      nas: {
        ...reached,
        password: "account-pass-word",
        deviceName: "jenkins-stack",
        deviceToken: "the-device-token",
      },
      target: { ...target, chap: { ...target.chap, mutual } },
    };
  }
});

interface Text {
  readonly where: string;
  readonly text: string;
}

/** Arguments and environment of every process but the NAS's own. */
function processTexts(): Text[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) =>
    ["cmdline", "environ"].flatMap((part) => {
      const where = `${part} of process ${pid}`;
      try {
        const text = readFileSync(`/proc/${pid}/${part}`, "utf8");
        return text.startsWith("tgtadm") ? [] : [{ where, text }];
      } catch {
        // It has ended, or belongs to somebody else.
        return [];
      }
    }),
  );
}

function filesIn(folder: string): Text[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ where: path, text: readFileSync(path, "utf8") }));
}
