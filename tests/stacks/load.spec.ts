// How the loader reads what the engine hands a program, with Pulumi's mocks. It does not prove that the engine marks
// the keys of encrypted values: the engine tests do.
import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { loadSettings, type Settings } from "../../stacks";
import { deploy } from "../support/deploy";
import { changed, root, stored, type Values } from "./good-settings";

async function load(
  values: Values,
  others: Record<string, string> = {},
  encrypted?: string[],
): Promise<Settings> {
  const config = stored(values, encrypted);
  let settings: Settings | undefined;
  await deploy(
    () => {
      settings = loadSettings(root);
    },
    {
      config: { ...withProject(Object.entries(config.values)), ...others },
      secretKeys: [...config.encrypted].map((key) => `jenkins-stack:${key}`),
    },
  );
  assert.ok(settings);
  return settings;
}

function withProject(entries: [string, string][]): Record<string, string> {
  return Object.fromEntries(entries.map(([key, value]) => [`jenkins-stack:${key}`, value]));
}

describe("loadSettings", () => {
  it("hands secrets out only as secret outputs", async () => {
    const { secrets } = await load(changed({}));
    const ghcr = secrets.registryPasswords["ghcr"];
    assert.ok(ghcr);
    for (const output of [secrets.nasPassword, ghcr])
      assert.equal(await pulumi.isSecret(output), true);
    assert.deepEqual(
      await Promise.all([secrets.nasPassword, ghcr].map(async (output) => await settled(output))),
      ["nas-secret-value", "ghcr-secret-value"],
    );
  });

  it("holds no secret in its plain part", async () => {
    const { secrets, ...sections } = await load(changed({}));
    assert.ok(secrets);
    assert.doesNotMatch(JSON.stringify(sections), /secret-value/);
  });

  it("ignores the configuration of other packages", async () => {
    const settings = await load(changed({}), { "kubernetes:namespace": "elsewhere" });
    assert.equal(settings.jenkins.namespace, "jenkins");
  });

  it("ends the run with one RunError that lists every problem", async () => {
    const run = load(changed({ "jenkins.lun": "home", nasPassword: undefined }));
    await assert.rejects(run, (error) => {
      assert.equal(pulumi.RunError.isInstance(error), true);
      assert.equal(
        (error as Error).message,
        [
          "invalid settings of stack test: 2 problems",
          'jenkins.lun: expected a LUN of storage.luns (jenkins), got "home"',
          "nasPassword: expected a secret, got nothing; store it with: pulumi config set --secret nasPassword",
        ].join("\n"),
      );
      return true;
    });
  });

  it("counts one problem as one", async () => {
    await assert.rejects(load(changed({}), {}, ["nasPassword"]), {
      message: [
        "invalid settings of stack test: 1 problem",
        `registryPasswords: expected a secret, got plain text; store it with: pulumi config set --secret registryPasswords '{"<name>":"<password>"}'`,
      ].join("\n"),
    });
  });

  it("reads the configuration anew on every run", async () => {
    await assert.rejects(load(changed({ gentoo: 1 })));
    await load(changed({}));
  });
});

function settled<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
