// Whether the checks of settings judge as OpenSSH's own tools do.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";

import {
  isKnown,
  knownHostsFile,
  type KnownHostsList,
} from "../../components/internal/known-hosts/known-hosts-list";
import { knownName } from "../../components/internal/known-hosts/host-name";
import { parsePublicKey } from "../../components/internal/known-hosts/public-key";
import { execa } from "../../local/execa";
import { KeyFolder } from "./support/key-folder";
import { tools } from "./support/tools";

describe("OpenSSH", function () {
  this.timeout(60_000);
  const keys = new KeyFolder();
  after(() => {
    keys.remove();
  });

  it("finds the hosts that isKnown knows, and no others (A-47)", async () => {
    const key = await keys.key("host");
    const list: KnownHostsList = {
      authorities: {
        zones: { patterns: ["*.blue", "!bad.blue", "git?.black", "k8s-*.black"], key },
        exact: { patterns: ["blue", "2001:db8::22"], key },
      },
      hosts: {
        "git.example": { keys: [key], aliases: ["short", "192.0.2.1"] },
        "[port.example]:2222": { keys: [key], aliases: ["[2001:db8::1]:2222"] },
      },
      revoked: {},
    };
    const file = keys.path("known_hosts");
    writeFileSync(file, knownHostsFile(list));
    const hosts = [
      ...["git.blue", "a.b.blue", "bad.blue", "worse.bad.blue", "blue", "xblue", "blue.example"],
      ...["git0.black", "git10.black", "git.black", "k8s-0.black", "k8s-.black", "k8s.black"],
      ...["git.example", "gitXexample", "short", "192.0.2.1", "192.0.2.10", "2001:db8::22"],
      ...["port.example", "2001:db8::1", "example"],
    ];
    const differing: string[] = [];
    for (const host of hosts)
      for (const port of [22, 2222]) {
        // Like ssh, which looks for the host without its port when it has not found it with it.
        const found = (await finds(file, knownName(host, port))) || (await finds(file, host));
        if (found !== isKnown(list, host, port)) differing.push(knownName(host, port));
      }
    assert.deepEqual(differing, []);
  });

  for (const type of ["ed25519", "ecdsa 256", "ecdsa 384", "ecdsa 521", "rsa 2048", "rsa 4096"])
    it(`makes keys of type ${type} that parsePublicKey reads`, async () => {
      const text = await keys.key(type.replace(" ", "-"), type);
      const [kind, data] = text.split(" ");
      assert.deepEqual(parsePublicKey(text), { ok: true, value: { type: kind, data } });
    });

  it("makes keys and certificates that parsePublicKey refuses", async () => {
    const short = await keys.key("short", "rsa 1024");
    await keys.key("signing");
    await keys.certificate("signed", "short", {
      authority: "signing",
      principals: ["git.example"],
    });
    const { stdout: certificate } = await execa("cat", [keys.path("signed-cert.pub")]);
    for (const text of [short, certificate]) assert.equal(parsePublicKey(text).ok, false, text);
  });

  async function finds(file: string, host: string): Promise<boolean> {
    const env = await tools();
    const found = await execa("ssh-keygen", ["-F", host, "-f", file], { env, reject: false });
    return !found.failed;
  }
});
