import assert from "node:assert/strict";

import {
  AppliedDocuments,
  type AppliedDocumentsArgs,
} from "../../../components/network/applied-documents";
import { construct } from "../../support/deploy";
import type { Kinds } from "../../support/kinds";
import { leaks, unwrapped } from "../../support/secrets";
import { hostKey } from "./network-args";

type RemoteCommand = Kinds["Command"] & { readonly connection: unknown };

const privateKey = "-----BEGIN OPENSSH PRIVATE KEY-----\nprivate-key-value\n";
const args: AppliedDocumentsArgs = {
  ssh: { host: "worker-1.example", user: "core", port: 2222, hostKey },
  privateKey,
  documents: [{ path: "/etc/iscsi/iscsid.conf", mode: "0600", content: "node.startup = manual\n" }],
};

describe("AppliedDocuments", () => {
  it("reaches exactly the machine that has the host key", async () => {
    const { connection } = await command();
    assert.deepEqual(unwrapped(connection), {
      host: "worker-1.example",
      user: "core",
      port: 2222,
      hostKey,
      privateKey,
      dialErrorLimit: 3,
      perDialTimeout: 15,
    });
  });

  it("hands the private key to the SSH client alone", async () => {
    assert.deepEqual(leaks(await command(), ["private-key-value"]), []);
  });

  it("sends documents on standard input: a changed one is an update in place and nothing is deleted", async () => {
    const inputs = await command();
    assert.equal(inputs.create, inputs.update);
    assert.doesNotMatch(inputs.create, /iscsid/);
    assert.match(inputs.stdin, /^node\.startup = manual$/m);
    assert.deepEqual(
      ["delete", "triggers", "environment"].filter((key) => key in inputs),
      [],
    );
  });

  it("rejects a machine that nobody could tell from another, and documents for tools", async () => {
    const bad = {
      ...args,
      ssh: { ...args.ssh, host: "-oProxyCommand=x", hostKey: "" },
      documents: [{ path: "storage.bu", mode: "0644", content: "" }],
    } as const;
    await assert.rejects(
      construct(() => new AppliedDocuments("worker-1", bad)),
      {
        message: [
          'invalid arguments for AppliedDocuments "worker-1"',
          'documents: expected files of the node alone, got "storage.bu"',
          'ssh.host: expected the name or address of a machine, got "-oProxyCommand=x"',
          'ssh.hostKey: expected a public host key such as ssh-ed25519 AAAA…, got ""',
        ].join("\n"),
      },
    );
  });
});

async function command() {
  const deployment = await construct(() => new AppliedDocuments("worker-1", args));
  return deployment.only("Command").inputs as RemoteCommand;
}
