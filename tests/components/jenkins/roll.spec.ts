// What tells one pod of the controller from another, and what waits for what has to happen in between.
import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { plainConfiguration } from "../../../components/jenkins/configuration/settings";
import {
  JenkinsController,
  type JenkinsControllerArgs,
} from "../../../components/jenkins/jenkins-controller";
import { lock } from "../../../components/jenkins/plugins/plugin-lock";
import type { ControllerRoll } from "../../../components/jenkins/roll";
import { controllerArgs } from "../../support/controller";
import { dependenciesOf } from "../../support/dependencies";
import { construct, type Deployment } from "../../support/deploy";
import { mockPassword } from "../../support/mock-state";

/** What has to happen before a roll, in these tests. */
class Gate extends pulumi.ComponentResource {
  constructor() {
    super("test:Gate", "gate");
    this.registerOutputs({});
  }
}

const reloaded = { ...plainConfiguration, onChange: "reload" } as const;
const restarted = { ...plainConfiguration, onChange: "restart" } as const;

describe("JenkinsController, with something to happen before a roll", () => {
  it("tells it the image, every plugin with its version, and the administrator's password", async () => {
    const { roll } = await rolling();
    const { image, plugins } = roll;
    assert.equal(image, controllerArgs.image);
    const lines = plugins.split("\n");
    const ids = lines.map((line) => line.split(":")[0]);
    assert.deepEqual(ids, [...ids].sort());
    assert.ok(lines.includes(`git:${lock.plugins["git"]!.version}`));
    assert.equal(roll.adminPassword, mockPassword("jenkins-admin"));
  });

  it("says nothing of plugins that an image holds", async () => {
    const { roll } = await rolling({ plugins: { source: "image", extra: [], updateCentre: {} } });
    assert.equal(roll.plugins, "");
  });

  it("has one hash for one pod, and another for every change of it", async () => {
    const hash = async (changes: Partial<JenkinsControllerArgs>) =>
      (await rolling(changes)).roll.podHash;
    const { image } = controllerArgs;
    const same = await Promise.all([hash({}), hash({ containerCap: 11, maintenance: true })]);
    assert.match(same[0], /^[0-9a-f]{16}$/);
    assert.equal(same[0], same[1]);
    const others = [
      await hash({ image: image.replace("580.1", "580.2") }),
      await hash({ memoryLimit: "6Gi" }),
      await hash({ claimName: pulumi.output("jenkins-restored") }),
      await hash({ podAnnotations: { a: "b" } }),
    ];
    assert.equal(new Set([same[0], ...others]).size, 1 + others.length);
  });

  it("has another hash whenever an object that the pod mounts is replaced: its name changes", async () => {
    const { dependencies } = await rolling({ configuration: restarted });
    const mounted = ["ConfigMap", "ConfigMap", "ConfigMap", "Secret"];
    assert.deepEqual(dependencies.filter((kind) => mounted.includes(kind)).sort(), mounted);
    const listed = (await rolling({ configuration: reloaded })).dependencies;
    assert.equal(listed.filter((kind) => kind === "ConfigMap").length, mounted.length - 2);
  });

  it("has one hash for a configuration that a running Jenkins loads (C-31)", async () => {
    const hash = async (adminAddress: string) =>
      (await rolling({ configuration: { ...reloaded, adminAddress } })).roll.podHash;
    assert.equal(await hash("a@example.org"), await hash("b@example.org"));
  });

  it("makes only what replaces the pod wait for it", async () => {
    const { deployment } = await rolling({ configuration: restarted });
    assert.deepEqual(waiting(deployment), ["StatefulSet jenkins"]);
  });

  it("makes the files wait, too, that a running Jenkins loads", async () => {
    const { deployment } = await rolling({ configuration: reloaded });
    assert.deepEqual(waiting(deployment), [
      "ConfigMap jenkins-configuration",
      "StatefulSet jenkins",
    ]);
  });

  it("waits for nothing where nobody asks", async () => {
    const deployment = await construct(() => new JenkinsController("jenkins", controllerArgs));
    assert.deepEqual(waiting(deployment), []);
  });
});

interface KnownRoll extends Pick<ControllerRoll, "image" | "plugins"> {
  readonly podHash: string;
  readonly adminPassword: string;
}

async function rolling(changes: Partial<JenkinsControllerArgs> = {}): Promise<{
  readonly deployment: Deployment;
  readonly roll: KnownRoll;
  /** Kinds of what the hash is made from. */
  readonly dependencies: readonly string[];
}> {
  let known: KnownRoll | undefined;
  let dependencies: Promise<string[]> | undefined;
  const deployment = await construct(
    () =>
      new JenkinsController("jenkins", {
        ...controllerArgs,
        ...changes,
        beforeRoll: (roll) => {
          dependencies = dependenciesOf(roll.podHash);
          pulumi
            .all([roll.podHash, roll.adminPassword])
            .apply(([podHash, adminPassword]) => (known = { ...roll, podHash, adminPassword }));
          return new Gate();
        },
      }),
  );
  assert.ok(known !== undefined);
  return { deployment, roll: known, dependencies: (await dependencies) ?? [] };
}

/** Kind and name of everything that was told to wait for the gate. */
function waiting({ resources }: Deployment): string[] {
  return resources
    .filter(({ opts }) => [opts.dependsOn ?? []].flat().some((one) => one instanceof Gate))
    .map(({ type, name }) => `${type.replace(/^.*:/, "")} ${name}`)
    .sort();
}
