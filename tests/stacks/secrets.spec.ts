import assert from "node:assert/strict";

import type * as pulumi from "@pulumi/pulumi";

import { secretsOf } from "../../stacks/secrets";
import { keys } from "../support/keys";
import { changed, reading, stored, type Values } from "./good-settings";

describe("secretsOf", () => {
  it("hands out every secret as a secret Output (A-55)", async () => {
    const secrets = read({
      nasDeviceToken: "device-secret-value",
      nodeSshKey: keys.ssh,
      credentials: { token: { type: "secretText", global: true } },
      credentialSecrets: { token: { text: "token-secret-value" } },
    });
    for (const output of [
      secrets.nasPassword,
      secrets.nasDeviceToken!,
      secrets.nodeSshKey!,
      secrets.registryPasswords["ghcr"]!,
      secrets.credentialSecrets["token"]!["text"]!,
    ])
      assert.equal(
        await (output as pulumi.Output<string> & { isSecret: Promise<boolean> }).isSecret,
        true,
      );
  });

  it("leaves out what is optional and not stored", () => {
    const { nasDeviceToken, nodeSshKey, credentialSecrets } = read({});
    assert.deepEqual([nasDeviceToken, nodeSshKey, credentialSecrets], [undefined, undefined, {}]);
  });

  it("gives keys the line ends that OpenSSH wants", async () => {
    const { credentialSecrets, nodeSshKey } = read({
      nodeSshKey: keys.ssh.replaceAll("\n", "\r\n"),
      credentials: { key: { type: "sshKey", username: "git", global: true } },
      credentialSecrets: { key: { privateKey: `\uFEFF${keys.ssh.trimEnd()}` } },
    });
    assert.equal(await value(credentialSecrets["key"]!["privateKey"]!), keys.ssh);
    assert.equal(await value(nodeSshKey!), keys.ssh);
  });

  function read(changes: Values) {
    const values = changed(changes);
    const { sections, problems } = reading(values);
    assert.deepEqual(problems, []);
    return secretsOf(stored(values), sections!);
  }

  function value(output: pulumi.Output<string>): Promise<string | undefined> {
    return (output as pulumi.Output<string> & { promise: () => Promise<string> }).promise();
  }
});
