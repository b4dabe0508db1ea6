import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stringify } from "yaml";

import { documentSets } from "../../commands/nodes/document-sets";
import { printed, writeSets } from "../../commands/nodes/present";
import { changed, type Values } from "../stacks/good-settings";

const keyfile = "/etc/NetworkManager/system-connections/storage.nmconnection";

describe("npm run nodes", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "jenkins-stack-nodes-"));
    write({
      "network.documents": "NetworkManager",
      "network.firewall": "nftables",
      "network.nodes.worker-2.documents": "none",
    });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("prints every document of every machine under its path and mode (A-33)", () => {
    const text = printed(documentSets(folder, "test"), false);
    assert.match(
      text,
      new RegExp(`^# ── worker-1: ${keyfile} \\(mode 0600\\)\n\\[connection\\]`, "m"),
    );
    assert.match(text, /^# ── NAS: \/etc\/nftables\/storage\.nft \(mode 0644\)$/m);
    assert.doesNotMatch(text, /secret-value|worker-2/);
  });

  it("prints JSON by machine", () => {
    const sets = documentSets(folder, "test");
    const read = JSON.parse(printed(sets, true)) as Record<string, { path: string }[]>;
    assert.deepEqual(Object.keys(read), ["worker-1", "worker-2", "NAS"]);
    assert.equal(read["worker-1"]?.[0]?.path, keyfile);
  });

  it("keeps to one node", () => {
    assert.deepEqual(
      documentSets(folder, "test", "worker-1").map(({ machine }) => machine),
      ["worker-1"],
    );
  });

  it("writes files with their modes below a folder for each machine", async () => {
    const out = join(folder, "out");
    const sets = documentSets(folder, "test");
    // Again, over what is there already.
    await writeSets(sets, out, false);
    const paths = JSON.parse(await writeSets(sets, out, true)) as string[];
    assert.equal(paths.length, sets.flatMap(({ documents }) => documents).length);
    const file = join(out, "worker-1", keyfile);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.match(readFileSync(file, "utf8"), /^address1=fd00:1::21\/64$/m);
    assert.equal(statSync(join(out, "NAS/etc/nftables/storage.nft")).mode & 0o777, 0o644);
  });

  it("says why there is nothing", async () => {
    write({});
    const sets = documentSets(folder, "test");
    const nothing =
      "no documents: network.documents is none; set it to what configures the adapters of the nodes\n";
    assert.equal(printed(sets, false), nothing);
    assert.equal(await writeSets(sets, join(folder, "out"), false), nothing);
  });

  it("refuses a node that the settings do not name", () => {
    assert.throws(() => documentSets(folder, "test", "worker-3"), {
      message: 'node: expected a node of network.nodes (worker-1, worker-2), got "worker-3"',
    });
  });

  it("refuses bad settings with all their problems", () => {
    write({ "network.label": "", "jenkins.lun": "home" });
    assert.throws(() => documentSets(folder, "test"), {
      message: [
        'jenkins.lun: expected a LUN of storage.luns (jenkins), got "home"',
        'network.label: expected a label key such as network.du5t1n.me/storage, got ""',
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
