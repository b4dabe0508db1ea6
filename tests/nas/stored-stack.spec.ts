import assert from "node:assert/strict";

import { drawnPasswords, storedStack } from "../../commands/nas/stored-stack";
import { changed, goodValues, root } from "../stacks/good-settings";
import {
  asSecret,
  chapPassword,
  configOf,
  exportOf,
  failureOf,
  mutualPassword,
} from "./printed-stack";

describe("storedStack", () => {
  const read = (text: string) => storedStack(() => Promise.resolve(text), "prod", root);

  it("reads settings and secrets as the program does", async () => {
    const { sections, nasPassword, nasDeviceToken } = await read(configOf(goodValues()));
    assert.equal(sections.storage.luns["jenkins"]?.size, "20Gi");
    assert.equal(sections.storage.luns["jenkins"].maxSessions, 1, "with defaults");
    assert.deepEqual([nasPassword, nasDeviceToken], ["nas-secret-value", undefined]);
  });

  it("refuses settings that the program refuses, with the same lines", async () => {
    const values = changed({ "nas.url": "http://nas", "storage.luns.jenkins.size": "20GB" });
    await assert.rejects(read(configOf(values)), (error: Error) => {
      const [heading, ...lines] = error.message.split("\n");
      assert.equal(heading, "settings of stack prod:");
      assert.deepEqual(
        lines.map((line) => line.split(":")[0]),
        ["nas.url", "storage.luns.jenkins.size"],
      );
      return true;
    });
  });

  it("repeats nothing of an answer that is no JSON", async () => {
    await assert.rejects(
      read('{"nasPassword": "hidden'),
      failureOf("--stack: expected JSON from pulumi, got 23 characters that are none"),
    );
  });
});

describe("drawnPasswords", () => {
  const draw = (passwords: Readonly<Record<string, unknown>>, ...names: string[]) =>
    drawnPasswords(() => Promise.resolve(exportOf(passwords)), names);

  it("reads passwords from the state, in the order they are asked for", async () => {
    const state = {
      "lun-jenkins-chap": asSecret(chapPassword),
      "lun-jenkins-mutual-chap": mutualPassword,
    };
    assert.deepEqual(await draw(state, "lun-jenkins-mutual-chap", "lun-jenkins-chap"), [
      mutualPassword,
      chapPassword,
    ]);
  });

  it("says to deploy the stack when its state has none", async () => {
    const message =
      '--stack: expected the password "lun-jenkins-chap" in the stack\'s state, got none; ' +
      "deploy the stack first: pulumi up draws it and makes the LUN itself";
    for (const state of [
      {},
      { "lun-other-chap": asSecret("x"), "lun-jenkins-chap-2": asSecret("x") },
      { "lun-jenkins-chap": { "4dabf18193072939515e22adb298388d": "x", ciphertext: "v1:…" } },
    ])
      await assert.rejects(draw(state, "lun-jenkins-chap"), failureOf(message));
  });
});

describe("what the CLI prints", () => {
  it("is refused in another shape, with where and no value (P-07)", async () => {
    await assert.rejects(
      drawnPasswords(
        () => Promise.resolve('{"deployment": {"resources": [{"urn": "u", "type": 7}]}}'),
        ["lun-jenkins-chap"],
      ),
      failureOf(
        "--stack: expected what the Pulumi CLI prints in version 3, got another shape (deployment.resources.0.type)",
      ),
    );
    await assert.rejects(
      storedStack(() => Promise.resolve('["hidden"]'), "prod", root),
      failureOf(
        "--stack: expected what the Pulumi CLI prints in version 3, got another shape (all of it)",
      ),
    );
  });
});
