// What a real engine, API server, scheduler and iSCSI target make of the whole program. It does not prove what
// only a kubelet can: mounts, logins from a node, probes, Jenkins itself.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { proveDeployment } from "../../local/check";
import { changesOf, deploy } from "../../local/engine/deploy";
import type { Platform } from "../../local/up";
import {
  changedTypes,
  wholePlatform,
  pulumi,
  recordedUrns,
  secretValue,
  set,
  withSettings,
} from "./support/platform";

describe("the program on the local platform", () => {
  let here: Platform;

  before(async () => {
    here = await wholePlatform();
  });

  const up = () => deploy(here.engine, here.tools.kubectl);

  it("deploys everything in one up, and what it deployed holds (P-06, A-09, A-20, A-22, A-28)", async () => {
    // The platform is shared: a suite before this one may have deployed a part of the program already.
    await up();
    const recorded = await recordedUrns(here);
    assert.ok(recorded.length > 90, String(recorded.length));
    const { statements } = await proveDeployment(here.engine, here.tools.kubectl, () => undefined);
    assert.equal(statements.length, 4);
  });

  it("changes nothing in a second up (A-14, P-07)", async () => {
    const { changes } = await up();
    assert.deepEqual(Object.keys(changes), ["unchanged"]);
  });

  it("keeps every password out of the state in clear (A-55)", async () => {
    const state = await readFile(
      join(here.instance.folder, "state/.pulumi/stacks/jenkins-stack/local.json"),
      "utf8",
    );
    const passwords = [
      here.nas.password,
      await secretValue(here, "jenkins-storage", "jenkins-home-chap", "node.session.auth.password"),
      await secretValue(here, "jenkins", /^jenkins-admin/, "jenkins-admin-password"),
    ];
    for (const password of passwords) {
      assert.ok(password.length >= 12);
      assert.ok(!state.includes(password));
      assert.ok(!state.includes(Buffer.from(password).toString("base64")));
    }
  });

  it("finds no drift in a refresh", async () => {
    const { exitCode, output } = await pulumi(here, [
      "refresh",
      "--yes",
      "--skip-preview",
      "--expect-no-changes",
    ]);
    assert.equal(exitCode, 0, output);
  });

  it("reloads the controller once, and touches nothing else, when only its configuration changes (C-04)", async () => {
    await withSettings(
      here,
      (settings) => {
        set(settings, "configuration", ["environment"], { TZ_OF_BUILDS: "UTC" });
      },
      async () => {
        assert.deepEqual(await changedTypes(here), [
          "kubernetes:batch/v1:Job",
          "kubernetes:core/v1:ConfigMap",
        ]);
      },
    );
  });
});

describe("changesOf", () => {
  it("reads the engine's summary", () => {
    const output =
      "Outputs:\n    a: 1\n\nResources:\n    + 3 created\n    ~ 1 updated\n    40 unchanged\n\nDuration: 3s\n";
    assert.deepEqual(changesOf(output), { created: 3, updated: 1, unchanged: 40 });
  });
});
