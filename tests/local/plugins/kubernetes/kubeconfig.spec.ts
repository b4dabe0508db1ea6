import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { stringify } from "yaml";

import { contextNamespace, loadAccess } from "../../../../local/plugins/kubernetes/kubeconfig";
import { withScratch } from "../support/origins";

const config = {
  apiVersion: "v1",
  kind: "Config",
  "current-context": "home",
  contexts: [
    { name: "home", context: { cluster: "home", user: "me", namespace: "jenkins" } },
    { name: "away", context: { cluster: "away", user: "robot" } },
  ],
  clusters: [
    {
      name: "home",
      cluster: { server: "https://home:6443/", "certificate-authority": "pki/ca.crt" },
    },
    { name: "away", cluster: { server: "https://away:6443", "insecure-skip-tls-verify": true } },
  ],
  users: [
    { name: "me", user: { "client-certificate-data": "Y2VydA==", "client-key-data": "a2V5" } },
    { name: "robot", user: { token: "secret-token" } },
  ],
};

describe("kubeconfig", () => {
  it("is read from a file, whose own relative paths count from its folder", async () => {
    await withScratch(async (folder) => {
      await mkdir(join(folder, "pki"));
      await writeFile(join(folder, "pki", "ca.crt"), "authority");
      await writeFile(join(folder, "kubeconfig"), stringify(config));
      const access = loadAccess({ kubeconfig: join(folder, "kubeconfig") });
      assert.equal(access.server, "https://home:6443");
      assert.deepEqual(access.tls, {
        ca: Buffer.from("authority"),
        cert: Buffer.from("cert"),
        key: Buffer.from("key"),
        rejectUnauthorized: true,
      });
      assert.equal(access.authorization, undefined);
    });
  });

  it("is read from content, YAML or JSON, with the context asked for", () => {
    for (const kubeconfig of [stringify(config), JSON.stringify(config, undefined, 1)]) {
      const access = loadAccess({ kubeconfig, context: "away" });
      assert.equal(access.server, "https://away:6443");
      assert.equal(access.authorization, "Bearer secret-token");
      assert.equal(access.tls.rejectUnauthorized, false);
    }
  });

  it("names the namespace of its context", () => {
    const kubeconfig = stringify(config);
    assert.equal(contextNamespace({ kubeconfig }), "jenkins");
    assert.equal(contextNamespace({ kubeconfig, context: "away" }), undefined);
    assert.equal(contextNamespace({ kubeconfig: "no/such/file" }), undefined);
  });

  const refused = [
    {
      what: "a file that does not exist",
      choice: { kubeconfig: "no/such/kubeconfig" },
      message: /^stat no\/such\/kubeconfig: no such file or directory$/,
    },
    {
      what: "a context that it does not have",
      choice: { kubeconfig: stringify(config), context: "abroad" },
      message: /context was not found for specified context: abroad$/,
    },
    {
      what: "a credential plugin",
      choice: {
        kubeconfig: stringify({
          ...config,
          users: [{ name: "me", user: { exec: { command: "aws" } } }],
        }),
      },
      message: /^credential plugins \(exec, auth-provider\) are not supported/,
    },
  ];
  for (const { what, choice, message } of refused) {
    it(`is refused for ${what}`, () => {
      assert.throws(() => loadAccess(choice), { message });
    });
  }
});
