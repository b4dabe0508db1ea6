import assert from "node:assert/strict";

import { JenkinsClient } from "../../upgrade/jenkins/client";
import type { CheckRequest } from "../../upgrade/request";
import { verify } from "../../upgrade/verify";
import { environment, image, plugins, recorded } from "../upgrade/changes";
import { JenkinsStandIn } from "./jenkins-stand-in";

describe("verify (A-02)", () => {
  let jenkins: JenkinsStandIn;
  let lines: string[];
  beforeEach(async () => {
    jenkins = await JenkinsStandIn.start();
    lines = [];
  });
  afterEach(() => jenkins.stop());

  const snapshot = {
    name: "upgrade-2.580.1-to-2.580.2-0a1b2c3d",
    from: { image: image("2.580.1"), plugins },
  };
  const quietDown = (message: string) => new JenkinsClient(jenkins.address).quietDown(message);
  const run = (changes: Partial<CheckRequest> = {}, found = environment()) =>
    verify({
      environment: found,
      request: {
        ...{ jenkins: jenkins.address, minutes: 0.002, message: "upgrade at noon" },
        record: JSON.stringify({ ...recorded, image: image("2.580.2"), snapshot }),
        ...changes,
      },
      report: (line) => {
        lines.push(line);
      },
      ...{ now: new Date("2026-11-21T12:00:00Z"), pause: 5 },
    });

  it("waits for the login page, with the version of the image", async () => {
    jenkins.status = 503;
    const done = run({ minutes: 1 });
    jenkins.version = "2.580.1";
    jenkins.status = undefined;
    setTimeout(() => (jenkins.version = "2.580.2"), 30);
    assert.equal((await done).podHash, "0000000000000002");
    assert.ok(lines.includes("Jenkins 2.580.2 lets users log in"));
  });

  it("takes any version of an image that only a digest names", async () => {
    const JENKINS_IMAGE = `docker.io/jenkins/jenkins@sha256:${"a".repeat(64)}`;
    jenkins.version = "2.999";
    await run({}, environment({ JENKINS_IMAGE }));
  });

  it("fails with the way back when the old version still answers", async () => {
    jenkins.version = "2.580.1";
    await assert.rejects(run(), {
      message: [
        `jenkins: expected 2.580.2 at ${jenkins.address.url}login within 0.002 minutes, got status 200 of 2.580.1`,
        "to go back to what ran before:",
        `  npm run restore -- --stack prod --snapshot ${snapshot.name}`,
        "  put the settings back: jenkins.image: docker.io/jenkins/jenkins:2.580.1-jdk21",
        `  npm run up -- --stack prod --restore-snapshot ${snapshot.name}`,
      ].join("\n"),
    });
  });

  it("fails when nothing answers", async () => {
    await jenkins.stop();
    await assert.rejects(run(), /within 0\.002 minutes, got no answer\n/);
  });

  it("ends a quiet that is this stack's, because Jenkins was not restarted, and nobody else's", async () => {
    await quietDown("somebody else's");
    await run();
    assert.equal(jenkins.quieting, true);
    await quietDown("upgrade at noon");
    await run();
    assert.equal(jenkins.quieting, false);
  });

  it("looks again after a failed check, also where the roll went back to the pod of before", async () => {
    const rolledBack = { ...recorded, at: "2026-11-21T11:00:00.000Z" };
    await quietDown("upgrade at noon");
    await run({ record: JSON.stringify(rolledBack) }, environment({ POD_HASH: recorded.podHash }));
    assert.ok(lines.includes("Jenkins 2.580.2 lets users log in"));
    assert.equal(jenkins.quieting, false);
  });

  it("waits for none that is stopped for maintenance", async () => {
    await jenkins.stop();
    await run({}, environment({ MAINTENANCE: "true" }));
    assert.deepEqual(lines, [
      "Jenkins is not asked for its version: it is stopped for maintenance",
    ]);
  });

  it("asks nobody when the pod is the same, or where nobody can be asked", async () => {
    await jenkins.stop();
    assert.deepEqual(await run({}, environment({ POD_HASH: recorded.podHash })), recorded);
    await run({ jenkins: { skipped: "there is none" } });
    assert.deepEqual(lines, ["Jenkins is not asked for its version: there is none"]);
  });
});
