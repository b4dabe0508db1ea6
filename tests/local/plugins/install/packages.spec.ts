import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { installedPlugins, installPlugins, sdkVersion } from "../../../../local/plugins/install";

const version = "4.21.1";
const names = ["random"] as const;

describe("installedPlugins", () => {
  it("names what is there, and installs nothing", async () => {
    const folder = await mkdtemp(join(tmpdir(), "jenkins-stack-"));
    assert.deepEqual(await installedPlugins({ folder }), {});
    const environment = { HOME: folder, PATH: "" };
    const { random } = await installPlugins({ folder }, { names, environment });
    assert.deepEqual(await installedPlugins({ folder }), { random });
    await rm(folder, { recursive: true });
  });
});

describe("sdkVersion", () => {
  it("reads the version that is installed", async () => {
    assert.equal(await sdkVersion("command"), "1.2.1");
    assert.equal(await sdkVersion("random"), version);
  });

  it("refuses a release of @pulumi/command that is not the project's", async () => {
    const folder = await mkdtemp(join(tmpdir(), "jenkins-stack-"));
    const file = join(folder, "package.json");
    await writeFile(file, '{"version":"v4.5.0"}');
    await assert.rejects(sdkVersion("command", file), {
      message:
        '@pulumi/command: expected version "1.2.1", got "v4.5.0"; newer versions on npm are no releases of the ' +
        'project, install it with: npm install --save-exact "@pulumi/command@1.2.1"',
    });
    await rm(folder, { recursive: true });
  });
});
