import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { UpgradeCheck } from "../../../components/storage/upgrade-check";
import { plainUpgrades, type SnapshotSettings } from "../../../components/storage/upgrade-settings";
import {
  UpgradeSnapshot,
  type UpgradeSnapshotArgs,
} from "../../../components/storage/upgrade-snapshot";
import { parseCheckRequest, parseUpgradeRequest } from "../../../upgrade/request";
import { construct } from "../../support/deploy";
import { isSecret, leaks, unwrapped } from "../../support/secrets";

const secrets = ["nas-password", "admin-password", "upgrade-token"];

function args(changes: Partial<UpgradeSnapshotArgs> = {}): UpgradeSnapshotArgs {
  return {
    upgrades: plainUpgrades,
    pod: {
      image: "docker.io/jenkins/jenkins:2.580.1-jdk21",
      plugins: "git:5.10.1\nmailer:472",
      podHash: pulumi.output("0123456789abcdef"),
    },
    home: {
      nas: { url: "https://nas.example:5001", account: "pulumi", portal: "[fd00::10]:3260" },
      nasPassword: pulumi.secret("nas-password"),
      upgradeToken: pulumi.secret("upgrade-token"),
      lun: "jenkins",
    },
    jenkins: {
      url: "https://jenkins.example/",
      ...{ user: "admin", password: pulumi.secret("admin-password") },
    },
    ...{ last: {}, maintenance: false, stack: "prod" },
    ...changes,
  };
}

const targets: readonly SnapshotSettings[] = [
  { target: "synology" },
  {
    target: "http",
    http: {
      ...{ url: "https://storage.example/", method: "POST", body: "{}", headers: {} },
      ...{ secretHeader: "X-Token", statuses: [201], existsStatuses: [], timeoutSeconds: 5 },
    },
  },
  { target: "command", command: { argv: ["./take.sh"], timeoutSeconds: 5 } },
  { target: "none", reason: "it is a toy" },
];

// Says what the tool is asked; what it does then is for tests/upgrade-tool and tests/engine/upgrade.spec.ts.
describe("UpgradeSnapshot", () => {
  const command = async (changes: Partial<UpgradeSnapshotArgs> = {}) =>
    (await construct(() => new UpgradeSnapshot("upgrade", args(changes)))).only("Command");

  it("records when it is made, acts when it changes, and is never replaced (A-02)", async () => {
    const { name, inputs, opts } = await command();
    assert.equal(name, "upgrade-snapshot");
    assert.deepEqual(
      [inputs.create, inputs.update],
      ["exec node upgrade/run.cjs record", "exec node upgrade/run.cjs snapshot"],
    );
    for (const absent of ["delete", "triggers", "dir", "interpreter", "addPreviousOutputInEnv"])
      assert.equal(absent in inputs, false, absent);
    assert.deepEqual([opts.protect, opts.additionalSecretOutputs], [undefined, undefined]);
    assert.equal(inputs.logging, "stderr");
  });

  it("shows in every preview what changes, and what would be a step back", async () => {
    const allowDowngrade = ["jenkins 2 -> 1", "git 2 -> 1"];
    const { inputs } = await command({ upgrades: { ...plainUpgrades, allowDowngrade } });
    assert.deepEqual(inputs.environment, {
      JENKINS_IMAGE: "docker.io/jenkins/jenkins:2.580.1-jdk21",
      PLUGINS: "git:5.10.1\nmailer:472",
      POD_HASH: "0123456789abcdef",
      STACK: "prod",
      HOME_LUN: "jenkins",
      ATTEMPT: "",
      MAINTENANCE: "",
      SNAPSHOT: "synology",
      ALLOW_DOWNGRADE: "jenkins 2 -> 1\ngit 2 -> 1",
    });
  });

  for (const snapshot of targets)
    it(`asks the tool for the target ${snapshot.target} in its own words, all of it a secret (A-32)`, async () => {
      const { inputs } = await command({ upgrades: { ...plainUpgrades, snapshot } });
      assert.ok(isSecret(inputs.stdin));
      assert.deepEqual(leaks(inputs, secrets), []);
      const request = parseUpgradeRequest(unwrapped(inputs.stdin) as string);
      assert.equal(request.snapshot.target, snapshot.target);
      assert.deepEqual(request.retention, plainUpgrades.retention);
    });

  it("refuses settings that contradict each other, all at once", async () => {
    const upgrades = {
      ...plainUpgrades,
      snapshot: { target: "none" },
      retention: { count: 0, days: 1 },
      jenkins: { through: "address", reason: "why not" },
    } as const;
    await assert.rejects(command({ upgrades }), {
      message: [
        'invalid arguments for UpgradeSnapshot "upgrade"',
        'jenkins.reason: expected no value without nothing, got "why not"',
        "retention.count: expected a whole number from 1 to 100, got 0",
        "snapshot.reason: expected a value with none, got nothing",
      ].join("\n"),
    });
  });
});

describe("UpgradeCheck", () => {
  it("records when it is made, and asks the new Jenkins when the pod has changed (A-02)", async () => {
    const deployment = await construct(
      () =>
        new UpgradeCheck("upgrade-check", { ...args(), record: '{"at":"now"}', maintenance: "" }),
    );
    const { inputs } = deployment.only("Command", "upgrade-check");
    assert.deepEqual(
      [inputs.create, inputs.update, inputs.logging],
      ["exec node upgrade/run.cjs record", "exec node upgrade/run.cjs check", "stderr"],
    );
    assert.deepEqual(inputs.environment, {
      JENKINS_IMAGE: "docker.io/jenkins/jenkins:2.580.1-jdk21",
      PLUGINS: "git:5.10.1\nmailer:472",
      POD_HASH: "0123456789abcdef",
      STACK: "prod",
      MAINTENANCE: "",
    });
    assert.deepEqual(leaks(inputs, secrets), []);
    assert.deepEqual(parseCheckRequest(unwrapped(inputs.stdin) as string), {
      jenkins: { url: "https://jenkins.example/", user: "admin", password: "admin-password" },
      ...{ record: '{"at":"now"}', minutes: 20, message: "Jenkins is about to be upgraded" },
    });
  });
});
