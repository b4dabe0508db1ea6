// An `up` that is killed with SIGKILL, its plugins and commands with it, and what the next one makes of it (P-07).
import assert from "node:assert/strict";
import { execa } from "execa";

import { deploy } from "../../local/engine/deploy";
import { localStack } from "../../local/engine/environment";
import { lockHolder } from "../../local/engine/lock";
import { findOrphans } from "../../local/engine/orphans";
import { recover } from "../../local/engine/recovery";
import { injectFault, nasActivity, releaseFaults } from "../../local/nas-simulator";
import { runningProcess } from "../../local/instance";
import type { Platform } from "../../local/up";
import { killUpAt } from "./support/killed-up";
import { luns } from "./support/nas";
import {
  kubectl,
  platformWith,
  pulumi,
  recordedUrns,
  root,
  set,
  until,
  withSettings,
} from "./support/platform";

describe("an interrupted up", () => {
  let here: Platform;
  const firstFill = ["--namespace", "jenkins-jobs", "gentoo-repository-first-fill"] as const;

  before(async () => {
    here = await platformWith("gentoo");
    await deploy(here.engine, here.tools.kubectl);
  });

  /** Takes the first fill and what depends on it away, so that the next up has something to make. */
  async function removeFirstFill(): Promise<void> {
    const urn = (await recordedUrns(here)).find((name) =>
      name.endsWith("::gentoo-repository-first-fill"),
    );
    assert.ok(urn !== undefined);
    const { exitCode, output } = await pulumi(here, [
      "destroy",
      "--yes",
      "--skip-preview",
      "--target",
      urn,
      "--target-dependents",
    ]);
    assert.equal(exitCode, 0, output);
  }

  const npmUp = () =>
    execa("npm", ["run", "--silent", "up", "--", "--instance", here.instance.relativeFolder], {
      cwd: root,
      all: true,
    });

  /** Freezes kwok, so that no pod ever gets ready and what waits for one keeps waiting. */
  async function withoutPods(work: () => Promise<void>): Promise<void> {
    const kwok = await runningProcess(here.instance, "kwok-controller");
    assert.ok(kwok !== undefined);
    process.kill(kwok.pid, "SIGSTOP");
    try {
      await work();
    } finally {
      process.kill(kwok.pid, "SIGCONT");
    }
  }

  const firstFillExists = async (): Promise<true | undefined> =>
    (await kubectl(here, ["get", "job", ...firstFill, "--ignore-not-found"])) === ""
      ? undefined
      : true;

  it("leaves a lock that the next up releases, when it is killed before anything is made", async () => {
    const locked = async () =>
      (await lockHolder(here.instance)).state === "alive" ? true : undefined;
    await killUpAt(here, "the lock", locked, { alone: true });
    assert.equal((await lockHolder(here.instance)).state, "dead");
    const { recovered } = await deploy(here.engine, here.tools.kubectl);
    assert.match(recovered[0] ?? "", /released the lock of the interrupted run/);
    assert.equal((await lockHolder(here.instance)).state, "nobody");
  });

  it("ends with one LUN, when it is killed while the NAS has made it and not answered", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "storage", ["luns", "second"], {
          volume: "/volume1",
          size: "1Gi",
          iqn: "iqn.2000-01.com.synology:nas.second",
          chapUser: "second",
        });
      },
      async () => {
        await injectFault(here.instance, {
          api: "SYNO.Core.ISCSI.LUN",
          method: "create",
          effect: "hang-after-commit",
        });
        const hangs = async () =>
          (await nasActivity(here.instance)).hanging > 0 ? true : undefined;
        await killUpAt(here, "the NAS to hang", hangs, { alone: false });
        await releaseFaults(here.instance);
        const [made] = luns(here, "second");
        assert.ok(made !== undefined);
        await deploy(here.engine, here.tools.kubectl);
        assert.deepEqual(luns(here, "second"), [made]);
        await here.engine.expect(["state", "unprotect", "--all", "--yes"]);
      },
    );
    await deploy(here.engine, here.tools.kubectl);
  });

  it("adopts what was made but not recorded, and ends what the killed run left running", async () => {
    await removeFirstFill();
    await withoutPods(() => killUpAt(here, "the first fill", firstFillExists, { alone: true }));
    const { all } = await npmUp();
    assert.match(
      all,
      /^! released the lock of the interrupted run \(pid \d+\) and ended \d+ of its/m,
    );
    assert.match(
      all,
      /^! adopting what was made but not recorded: .*Job jenkins-jobs\/gentoo-rep/m,
    );
    assert.match(all, /✔ a second pulumi up on stack local changes nothing/);
    assert.ok((await recordedUrns(here)).some((urn) => urn.includes("first-fill")));
    assert.deepEqual(await findOrphans(here.instance), []);
    assert.notEqual(await runningProcess(here.instance, "kwok-controller"), undefined);
    const { interrupted } = await recover(here.engine, here.tools.kubectl);
    assert.equal(interrupted, false, "the leave to adopt ends with the recovery");
  });

  it("adopts nothing that somebody else made", async () => {
    await removeFirstFill();
    await withoutPods(() => killUpAt(here, "the first fill", firstFillExists, { alone: true }));
    await kubectl(here, ["label", "job", ...firstFill, "app.kubernetes.io/part-of-"]);
    await assert.rejects(deploy(here.engine, here.tools.kubectl), {
      message:
        "Job jenkins-jobs/gentoo-repository-first-fill: expected label " +
        "app.kubernetes.io/part-of=jenkins-stack on an object that an interrupted run may have made, " +
        "got none; it belongs to somebody else: remove or rename it",
    });
    await kubectl(here, ["delete", "job", ...firstFill]);
  });

  it("is not begun while another one is going on", async () => {
    let pid: number | undefined;
    const run = here.engine.run(
      ["up", "--yes", "--skip-preview", "--stack", localStack, "--non-interactive"],
      { onStart: (started) => (pid = started) },
    );
    await until("the lock", async () =>
      (await lockHolder(here.instance)).state === "alive" ? true : undefined,
    );
    await assert.rejects(
      deploy(here.engine, here.tools.kubectl),
      new RegExp(`another run holds it since .* \\(pid ${pid} of .*\\); wait for it to end`),
    );
    await run;
  });
});
