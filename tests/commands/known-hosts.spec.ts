import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { knownHostsOf, rendered, writeList } from "../../commands/known-hosts/list";
import { changed, type Values } from "../stacks/good-settings";
import { hostKeys } from "../support/host-keys";

const { authority, rsa } = hostKeys;
const lines = [
  `@cert-authority *.pyrocufflink.blue,pyrocufflink.blue ${authority} pyrocufflink`,
  `github.com ${rsa}`,
];

describe("npm run known-hosts", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "jenkins-stack-known-hosts-"));
    write({
      "knownHosts.authorities.pyrocufflink": {
        patterns: ["*.pyrocufflink.blue", "pyrocufflink.blue"],
        key: `${authority} ca@pyrocufflink`,
      },
      "knownHosts.hosts": { "github.com": { keys: [rsa] } },
    });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("prints the file that pods mount, from settings alone (A-46)", () => {
    const text = rendered(knownHostsOf(folder, "test"), "file");
    assert.equal(text, lines.map((line) => `${line}\n`).join(""));
  });

  it("prints the same lines as a variable of Ansible, each on a line of its own (A-46)", () => {
    const text = rendered(knownHostsOf(folder, "test"), "ansible");
    assert.deepEqual(parse(text), { ssh_known_hosts: lines });
    assert.equal(text.trimEnd().split("\n").length, lines.length + 1);
  });

  it("writes a file, over one that is there", async () => {
    const file = join(folder, "group_vars/known-hosts.yaml");
    await writeList("old\n", file);
    assert.equal(await writeList("new\n", file), `${file}\n`);
    assert.equal(readFileSync(file, "utf8"), "new\n");
    assert.deepEqual(readdirSync(join(folder, "group_vars")), ["known-hosts.yaml"]);
  });

  it("refuses to print an empty list", () => {
    write({});
    assert.throws(() => knownHostsOf(folder, "test"), {
      message:
        "knownHosts: expected at least one authority or host, got none; docs/known-hosts.md shows how to declare them",
    });
  });

  it("refuses bad settings with all their problems", () => {
    write({ "knownHosts.hosts.git0": { keys: [] }, "jenkins.lun": "home" });
    assert.throws(() => knownHostsOf(folder, "test"), {
      message: [
        'jenkins.lun: expected a LUN of storage.luns (jenkins), got "home"',
        "knownHosts.hosts.git0.keys: expected a list of at least 1, got a list",
      ].join("\n"),
    });
  });

  function write(changes: Values): void {
    const { nasPassword, registryPasswords, ...sections } = changed(changes);
    assert.ok(nasPassword !== undefined && registryPasswords !== undefined);
    const config = Object.fromEntries(
      Object.entries(sections).map(([name, section]) => [`jenkins-stack:${name}`, section]),
    );
    writeFileSync(join(folder, "Pulumi.test.yaml"), stringify({ config }));
  }
});
