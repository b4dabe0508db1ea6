// What happens before a roll, with a target that only remembers. Jenkins, NAS and processes: tests/upgrade-tool.
import assert from "node:assert/strict";

import { Failure } from "../../nas/failure";
import { prepare, restoredVariable } from "../../upgrade/prepare";
import type { Environment, UpgradeRecord } from "../../upgrade/record";
import { rolledFrom } from "../../upgrade/rolled";
import type { UpgradeRequest } from "../../upgrade/request";
import type { SnapshotWords } from "../../upgrade/snapshot-name";
import type { Retention, SnapshotTarget } from "../../upgrade/targets/target";
import { environment, image, plugins, recorded } from "./changes";

const request: UpgradeRequest = {
  snapshot: { target: "none", reason: "the test brings its own" },
  retention: { count: 3, days: 30 },
  jenkins: { skipped: "there is none" },
  quietDown: {
    ...{ enabled: true, wait: true, minutes: 1, message: "soon" },
    ...{ whenBusy: "stop", whenUnreachable: "stop" },
  },
};
const now = new Date("2026-11-21T12:00:00Z");

describe("prepare (A-31)", () => {
  let taken: SnapshotWords[];
  let kept: Retention[];
  let lines: string[];
  beforeEach(() => {
    [taken, kept, lines] = [[], [], []];
  });

  const remembering = (more: Partial<SnapshotTarget> = {}): SnapshotTarget => ({
    take: (words, retention) => {
      taken.push(words);
      kept.push(retention);
      return Promise.resolve({ name: words.name, at: "2026-11-21T11:59:59.000Z" });
    },
    ...more,
  });
  const run = (
    found: Environment,
    target: SnapshotTarget | { readonly reason: string } = remembering(),
    ended = new AbortController().signal,
  ): Promise<UpgradeRecord> =>
    prepare({
      ...{ environment: found, request, target, now, ended },
      report: (line) => {
        lines.push(line);
      },
    });

  it("takes one snapshot of a change and remembers what it leads back to", async () => {
    const record = await run(environment());
    assert.equal(taken.length, 1);
    assert.deepEqual(kept, [request.retention]);
    assert.deepEqual(record, {
      at: now.toISOString(),
      podHash: "0000000000000002",
      image: image("2.580.2"),
      ...{ plugins, lun: "jenkins" },
      snapshot: {
        ...{ name: taken[0]!.name, at: "2026-11-21T11:59:59.000Z" },
        from: { image: image("2.580.1"), plugins },
      },
      highest: {
        jenkins: { jenkins: "2.580.2", plugins: rolledFrom({ PLUGINS: plugins }).plugins },
      },
      before: { ...recorded, before: undefined },
    });
  });

  it("takes none, and forgets nothing, when the pod stays as it is", async () => {
    assert.deepEqual(await run(environment({ POD_HASH: recorded.podHash })), recorded);
    assert.deepEqual(taken, []);
  });

  it("takes one from an unknown past where the state remembers nothing", async () => {
    await run(environment({ PULUMI_COMMAND_STDOUT: "not a record" }));
    assert.match(taken[0]!.name, /^upgrade-unknown-to-2\.580\.2-/);
  });

  it("takes one of the same name when it runs again after it was cut off (P-07)", async () => {
    await run(environment());
    await run(environment());
    assert.equal(taken[0]!.name, taken[1]!.name);
  });

  describe("when the pod did not follow the last attempt", () => {
    const stranded = { ATTEMPT: `1 ${recorded.podHash}` };
    let attempted: UpgradeRecord;
    beforeEach(async () => (attempted = await run(environment())));

    it("takes another snapshot of what ran all the time, and remembers that it leads back there", async () => {
      const record = await run(environment(stranded, attempted));
      assert.equal(new Set(taken.map(({ name }) => name)).size, 2);
      assert.match(taken[1]!.name, /^upgrade-2\.580\.1-to-2\.580\.2-/);
      assert.equal(record.snapshot?.from.image, image("2.580.1"));
      assert.deepEqual(record.before, { ...recorded, before: undefined });
    });

    it("asks for the same snapshot where the storage tells one of just now from an older one (P-07)", async () => {
      await run(environment(stranded, attempted), remembering({ knowsAges: true }));
      assert.equal(taken[1]!.name, taken[0]!.name);
    });

    it("lets the settings of before pass: what was about to run never did (A-02)", async () => {
      const { podHash: POD_HASH, image: JENKINS_IMAGE } = recorded;
      const back = environment({ ...stranded, POD_HASH, JENKINS_IMAGE }, attempted);
      const record = await run(back);
      assert.deepEqual(
        [record.image, record.podHash, record.at],
        [recorded.image, recorded.podHash, now.toISOString()],
      );
      assert.equal(taken.length, 1);
      const next = environment({ ...stranded, JENKINS_IMAGE: image("2.580.1") }, record);
      await run(next);
      assert.equal(taken.length, 2);
    });

    it("takes none again once the pod has followed", async () => {
      const record = await run(environment(stranded, attempted));
      assert.deepEqual(
        await run(environment(stranded, record)),
        JSON.parse(JSON.stringify(record)),
      );
      assert.equal(taken.length, 2);
    });
  });

  it("says why nothing keeps the home, and keeps the way back of before", async () => {
    const snapshot = {
      name: "upgrade-1-to-2-00000000",
      from: { image: image("2.568.3"), plugins },
    };
    const record = await run(environment({}, { ...recorded, snapshot }), { reason: "it is a toy" });
    assert.deepEqual(record.snapshot, snapshot);
    assert.ok(lines.includes("warning: no snapshot is taken: it is a toy"));
  });

  it("fails with the target's words, so that nothing is replaced", async () => {
    const target = remembering({ take: () => Promise.reject(new Failure("failed", "NAS: full")) });
    await assert.rejects(run(environment(), target), /^Failure: NAS: full$/);
  });

  it("ends before the snapshot when it is asked to end", async () => {
    const ended = AbortSignal.abort(new Failure("failed", "ended by SIGINT"));
    await assert.rejects(run(environment(), remembering(), ended), /ended by SIGINT/);
    assert.deepEqual(taken, []);
  });

  describe("when something would become older", () => {
    const older = {
      JENKINS_IMAGE: image("2.568.3"),
      PLUGINS: plugins.replace("5.10.1", "5.9.0"),
    };

    it("refuses, with the lines that permit it, before anything is done", async () => {
      await assert.rejects(run(environment(older)), {
        kind: "refused",
        message: [
          'jenkins: expected 2.580.1 or newer, got "2.568.3"; a home that 2.580.1 has written is not read by an older one',
          'git: expected 5.10.1 or newer, got "5.9.0"; a home that 5.10.1 has written is not read by an older one',
          "restore the snapshot from before the upgrade, or permit it with these lines:",
          "  upgrades.allowDowngrade:",
          "    - jenkins 2.580.1 -> 2.568.3",
          "    - git 5.10.1 -> 5.9.0",
        ].join("\n"),
      });
      assert.deepEqual(taken, []);
    });

    it("remembers the newest that ever wrote the home, whatever hides it in between", async () => {
      const digest = `docker.io/jenkins/jenkins@sha256:${"a".repeat(64)}`;
      await assert.rejects(run(environment({ JENKINS_IMAGE: digest })), {
        kind: "refused",
        message: `jenkins.image: expected a tag with the version beside the digest, got "${digest}"; write docker.io/jenkins/jenkins:<version>-jdk21@sha256:${"a".repeat(64)}, so that a step back is seen`,
      });
      const without = await run(environment({ PLUGINS: "" }));
      const again = environment({ POD_HASH: "0000000000000003", PLUGINS: "git:5.9.0" }, without);
      await assert.rejects(run(again), /- git 5\.10\.1 -> 5\.9\.0$/);
    });

    it("remembers it of each home: one that comes back is as new as it was (A-30)", async () => {
      const first = await run(environment());
      const other = { HOME_LUN: "restored", POD_HASH: "0000000000000003" };
      const second = await run(
        environment(
          {
            ...{ ...other, JENKINS_IMAGE: image("2.580.1") },
            ALLOW_DOWNGRADE: "jenkins 2.580.2 -> 2.580.1",
          },
          first,
        ),
      );
      const { image: JENKINS_IMAGE } = recorded;
      const swapped = environment({ JENKINS_IMAGE, POD_HASH: "0000000000000004" }, second);
      await assert.rejects(run(swapped), /- jenkins 2\.580\.2 -> 2\.580\.1$/);
    });

    it("forgets what somebody permitted to step back behind", async () => {
      const ALLOW_DOWNGRADE = "jenkins 2.580.1 -> 2.568.3\ngit 5.10.1 -> 5.9.0";
      const { highest } = await run(environment({ ...older, ALLOW_DOWNGRADE }));
      const { git } = highest?.["jenkins"]?.plugins ?? {};
      assert.deepEqual([highest?.["jenkins"]?.jenkins, git], ["2.568.3", "5.9.0"]);
    });

    it("goes on where the settings permit every step, behind a snapshot all the same", async () => {
      const ALLOW_DOWNGRADE = "jenkins 2.580.1 -> 2.568.3\ngit 5.10.1 -> 5.9.0";
      await run(environment({ ...older, ALLOW_DOWNGRADE }));
      assert.equal(taken.length, 1);
    });

    it("goes on where the storage proves that the home was set back", async () => {
      const asked: unknown[] = [];
      const target = remembering({
        holds: (...question) => {
          asked.push(question);
          return Promise.resolve(true);
        },
      });
      await run(environment({ ...older, [restoredVariable]: "upgrade-x" }), target);
      const wanted = {
        image: image("2.568.3"),
        plugins: { git: "5.9.0", mailer: "472.vf7c289a_4b_420" },
      };
      assert.deepEqual(asked, [
        ["upgrade-x", wanted, { at: new Date(recorded.at), lun: "jenkins" }],
      ]);
      assert.equal(taken.length, 1);
    });

    it("believes nobody where the storage does not", async () => {
      const claim = environment({ ...older, [restoredVariable]: "upgrade-x" });
      const target = remembering({ holds: () => Promise.resolve(false) });
      await assert.rejects(run(claim, target), /--restore-snapshot: expected the home to hold/);
      await assert.rejects(run(claim), /--restore-snapshot: expected the home to hold/);
    });
  });
});
