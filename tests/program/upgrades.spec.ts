import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { plainUpgrades } from "../../components/storage/upgrade-settings";
import { repeated, rollIn } from "../../program/last-roll";
import { stackUpgrade } from "../../program/upgrades";
import type { Settings } from "../../stacks";
import { deploy } from "../support/deploy";
import { unwrapped } from "../support/secrets";

describe("stackUpgrade", () => {
  it("asks the same of Jenkins whether it is stopped for maintenance or not", async () => {
    const [stopped, running] = [await asked(true), await asked(false)];
    assert.deepEqual(stopped, running);
    assert.equal((running as { url: string }).url, "https://jenkins.example/");
  });
});

describe("repeated", () => {
  const halfWritten = new Error("invocation returned an error: failed to load checkpoint: EOF");

  it("asks again while the backend is writing the state", async () => {
    let asked = 0;
    const ask = () => (++asked < 3 ? Promise.reject(halfWritten) : Promise.resolve("answer"));
    assert.equal(await repeated(ask), "answer");
    assert.equal(asked, 3);
  });

  it("gives up after a while, and at once for anything else", async () => {
    await assert.rejects(
      repeated(() => Promise.reject(halfWritten), 2),
      /EOF/,
    );
    let asked = 0;
    const ask = () => {
      asked++;
      return Promise.reject(new Error("access denied"));
    };
    await assert.rejects(repeated(ask), /access denied/);
    assert.equal(asked, 1);
  });
});

describe("rollIn", () => {
  const urn = (rest: string): string =>
    `urn:pulumi:prod::jenkins-stack::jenkins-stack:index:${rest}`;
  const statefulSet = urn("JenkinsController$kubernetes:apps/v1:StatefulSet::jenkins");
  const command = urn("UpgradeSnapshot$command:local:Command::upgrade-snapshot");
  const environment = { POD_HASH: "0000000000000002" };

  it("knows what the command did last, and which pod the StatefulSet has", () => {
    const annotations = { "jenkins-stack/pod-hash": "0000000000000001" };
    const resources = {
      [statefulSet]: { outputs: { spec: { template: { metadata: { annotations } } } } },
      [command]: { outputs: { environment, stdout: "{}" } },
      [urn("UpgradeCheck$command:local:Command::upgrade-check")]: { outputs: { environment: {} } },
    };
    assert.deepEqual(rollIn(resources), { pod: "0000000000000001", environment });
  });

  it("knows nothing of a stack that is new, or from before the pods were told apart", () => {
    assert.deepEqual(rollIn({}), {});
    const resources = {
      [statefulSet]: { outputs: { spec: { template: { metadata: {} } } } },
      [command]: { outputs: { environment } },
    };
    assert.deepEqual(rollIn(resources), { environment });
  });
});

/** How the command before the roll reaches Jenkins. */
async function asked(maintenance: boolean): Promise<unknown> {
  const settings = {
    upgrades: plainUpgrades,
    nas: { url: "https://nas.example:5001", account: "pulumi", portal: "[fd00::10]:3260" },
    jenkins: {
      ...{ maintenance, lun: "jenkins", namespace: "jenkins", adminUser: "admin" },
      url: "https://jenkins.example/",
    },
    secrets: { nasPassword: pulumi.secret("nas-password") },
  };
  const roll = {
    ...{ image: "docker.io/jenkins/jenkins:2.580.1-jdk21", plugins: "" },
    ...{ podHash: pulumi.output("0"), adminPassword: pulumi.secret("admin-password") },
  };
  const deployment = await deploy(() => {
    stackUpgrade(settings as unknown as Settings, {}).before(roll);
  });
  const { stdin } = deployment.only("Command", "upgrade-snapshot").inputs;
  return (JSON.parse(unwrapped(stdin) as string) as { jenkins: unknown }).jenkins;
}
