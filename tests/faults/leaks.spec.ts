// Known secrets, every verb, and every place a secret could end up in while the verb runs and after. The processes of the
// simulated NAS are left out: it hands its own throw-away CHAP secret to its target daemon.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { eventually, TestNas } from "../local/nas-simulator/support/nas";
import { argumentsOf, filesIn, processTexts } from "./support/places";
import { forgetSnapshots, lunRows, onlyLun, snapshots } from "./support/san";
import { chapPassword, requestFor } from "./support/tool";

const root = join(__dirname, "../..");
const password = "account-pass-word";
const oneTimePassword = "246810";
const secrets = [
  password,
  chapPassword,
  "mutual-secret1",
  "the-device-token",
  oneTimePassword,
] as const;

/** One run of a verb; each builds on those before it. */
interface Step {
  readonly argv: readonly string[] | (() => Promise<readonly string[]>);
  /** Default: that of the LUN. */
  readonly request?: () => object;
  /** Calls before the one that hangs, during which the process is looked at. Default 2: login, identity. */
  readonly skip?: number;
  /** Default 0. */
  readonly exitCode?: number;
  /** What shows that the verb did its work. */
  readonly done: (printed: string) => void | Promise<void>;
}

describe("the NAS tool and the secrets it is given", () => {
  const nas = new TestNas();
  const name = "leaks";
  let retired = "";

  before(async () => {
    const accounts = {
      pulumi: { password },
      careful: { password, oneTimeCodes: [oneTimePassword] },
    };
    await nas.start({ accounts, settleMs: 0 });
    await nas.login("pulumi", password);
  });
  after(() => nas.stop());

  const names = async (): Promise<string[]> => (await lunRows(nas)).map((row) => row.name);
  const taken = async (lun = name): Promise<string[]> =>
    (await snapshots(nas, (await onlyLun(nas, lun)).uuid)).map((row) => row.name);
  const prints = (pattern: RegExp) => (printed: string) => {
    assert.match(printed, pattern);
  };
  const take = (snapshot: string): Step => ({
    argv: ["snapshot", "take", "--name", snapshot, "--unlocked"],
    done: async () => {
      assert.equal((await taken()).at(-1), snapshot);
    },
  });

  const steps: readonly Step[] = [
    {
      argv: ["lun", "ensure"],
      done: async () => {
        assert.deepEqual(await names(), [name]);
      },
    },
    { argv: ["lun", "show"], done: prints(/leaks.*1 GiB/s) },
    {
      argv: ["lun", "grow", "--size", "2Gi"],
      done: async () => {
        assert.equal((await onlyLun(nas, name)).size, 2 * 2 ** 30);
      },
    },
    take("one"),
    take("two"),
    { argv: ["snapshot", "list"], done: prints(/one.*two/s) },
    {
      argv: ["snapshot", "prune", "--keep", "1"],
      done: async () => {
        assert.deepEqual(await taken(), ["two"]);
      },
    },
    {
      argv: ["snapshot", "clone", "--snapshot", "two", "--name", "leaks-copy"],
      done: async () => {
        assert.deepEqual(await names(), [name, "leaks-copy"]);
      },
    },
    {
      argv: ["snapshot", "restore", "--snapshot", "two"],
      done: async () => {
        assert.deepEqual(await taken(), ["two", "before-restore-two"]);
      },
    },
    { argv: ["doctor"], done: prints(/login/) },
    { argv: ["drift"], exitCode: 6, done: prints(/size/) },
    { argv: ["audit"], exitCode: 6, done: prints(/leaks-copy/) },
    {
      argv: ["lun", "retire"],
      done: async () => {
        retired = (await names()).find((one) => one.startsWith("leaks.retired-")) ?? "";
        assert.notEqual(retired, "");
      },
    },
    {
      argv: async () => {
        // The one before the restore is locked and would keep the LUN; only a person opens a lock.
        const { uuid } = await onlyLun(nas, retired);
        await forgetSnapshots(nas, await snapshots(nas, uuid));
        return ["lun", "delete", "--confirm", retired];
      },
      done: async () => {
        assert.deepEqual(await names(), ["leaks-copy"]);
      },
    },
    {
      argv: ["login", "device", "--print-token"],
      request: () => ({
        nas: { ...requestFor(nas, name).nas, account: "careful", password },
        oneTimePassword,
      }),
      skip: 0,
      done: async (printed) => {
        const token = printed.trim().split("\n").at(-1) ?? "";
        assert.match(token, /^[\w-]{64}$/);
        for (const { where, text } of filesIn(temporaryFolder()))
          assert.ok(!text.includes(token), `the new token in ${where}`);
        const answer = await nas.open("SYNO.API.Auth", "login", {
          version: "6",
          account: "careful",
          passwd: password,
          device_id: token,
          device_name: "jenkins-stack",
        });
        assert.equal(answer.success, true, "the token is no second factor");
      },
    },
  ];

  for (const { argv, request = forLun, skip = 2, exitCode = 0, done } of steps)
    it(`${title(argv)} keeps them on its standard input`, async () => {
      const words = typeof argv === "function" ? await argv() : argv;
      mkdirSync(temporaryFolder(), { recursive: true });
      await nas.fault({ api: "*", method: "*", effect: "hang", skip });
      const running = execa("node", ["nas/run.cjs", ...words], {
        cwd: root,
        input: JSON.stringify(request()),
        reject: false,
        all: true,
        env: { TMPDIR: temporaryFolder() },
      });
      let ended = false;
      const end = running.then((result) => {
        ended = true;
        return result;
      });
      const hanging = await eventually(
        async () => ((await nas.administer("GET", "status")) as { hanging: number }).hanging,
        (count) => count > 0 || ended,
      );
      const looked = processTexts();
      await nas.administer("POST", "release");
      const ending = await end;

      assert.equal(hanging, 1, `ended before it was looked at: ${ending.all}`);
      assert.ok(looked.some(({ where }) => where === argumentsOf(running.pid ?? 0)));
      assert.equal(ending.exitCode, exitCode, ending.all);
      await done(ending.stdout);
      for (const { where, text } of [
        ...looked,
        { where: "its output", text: ending.all },
        ...filesIn(temporaryFolder()),
      ])
        for (const secret of secrets)
          assert.ok(!text.includes(secret), `${words.join(" ")}: a secret in ${where}`);
    });

  function temporaryFolder(): string {
    return join(nas.folder, "tmp");
  }

  function forLun(): object {
    const { nas: reached, target, ...rest } = requestFor(nas, name);
    const mutual = { user: "nas0", password: "mutual-secret1" };
    return {
      ...rest,
      nas: {
        ...reached,
        password,
        deviceName: "jenkins-stack",
        deviceToken: "the-device-token",
      },
      target: { ...target, chap: { ...target.chap, mutual } },
    };
  }
});

/** The verb, and what tells it from another run of the same. */
function title(argv: Step["argv"]): string {
  return typeof argv === "function" ? "lun delete" : argv.slice(0, 4).join(" ");
}
