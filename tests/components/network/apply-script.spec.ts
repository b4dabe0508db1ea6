// The script really runs in a shell, on a folder that stands for the node; the programs it calls are stand-ins that note
// how they are called. tests/network/ shows that the real ones accept the documents.
import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";

import { applyScript } from "../../../components/network/apply-script";
import { nodeDocuments } from "../../../components/network/documents/node-documents";
import { ShellFolder, type ShellResult } from "../../support/shell";
import { described } from "./network-args";

const noted = 'echo "$(basename "$0") $*" >> "$ROOT/calls"';
const documents = nodeDocuments("worker-1", {
  ...described,
  firewall: "nftables",
  crioVersion: "1.35",
});
const script = applyScript(documents);
const keyfile = "/etc/NetworkManager/system-connections/storage.nmconnection";

describe("applyScript", () => {
  let node: ShellFolder;

  beforeEach(() => {
    node = new ShellFolder({
      nmcli: `${noted}\ncat > /dev/null\n[ ! -e "$ROOT/nmcli-fails" ]`,
      nft: `${noted}\n[ ! -e "$ROOT/nft-fails" ]`,
      sysctl: noted,
      systemctl: noted,
    });
    mkdirSync(node.path("node/etc"), { recursive: true });
  });
  afterEach(() => {
    node.remove();
  });

  it("writes every file with its content and mode", () => {
    assert.equal(run().status, 0);
    for (const { path, mode, content } of documents) {
      assert.equal(readFileSync(onNode(path), "utf8"), content);
      assert.equal(statSync(onNode(path)).mode & 0o7777, Number.parseInt(mode, 8), path);
    }
  });

  it("makes what it wrote effective, and restarts no session", () => {
    run();
    assert.deepEqual(
      calls().map((call) =>
        call.replace(node.path("node"), "").replaceAll(/\/tmp\/\S+?(?=\/etc)/g, "…"),
      ),
      [
        "nmcli --offline connection modify connection.id storage",
        "nft --check --file …/etc/nftables/storage.nft",
        "sysctl --quiet --load /etc/sysctl.d/90-storage.conf",
        "systemctl daemon-reload",
        "systemctl enable storage-firewall.service",
        "systemctl reload-or-restart storage-firewall.service",
        `nmcli connection load ${keyfile}`,
        "nmcli connection up id storage",
        "systemctl try-restart iscsid.service",
      ],
    );
  });

  it("touches nothing the second time", () => {
    run();
    writeFileSync(node.path("calls"), "");
    const before = statSync(onNode(keyfile)).ino;
    const second = run();
    assert.equal(second.status, 0);
    assert.deepEqual(
      second.stdout.trim().split("\n"),
      documents.map(({ path }) => `unchanged ${path}`),
    );
    assert.deepEqual(calls(), []);
    assert.equal(statSync(onNode(keyfile)).ino, before);
  });

  it("writes the one file that differs, in content or mode", () => {
    run();
    writeFileSync(node.path("calls"), "");
    writeFileSync(onNode("/etc/sysctl.d/90-storage.conf"), "changed by hand\n");
    assert.deepEqual(changedBy(run()), ["/etc/sysctl.d/90-storage.conf"]);
    assert.equal(calls().length, 1);
    chmodSync(onNode(keyfile), 0o644);
    assert.deepEqual(changedBy(run()), [keyfile]);
    assert.equal(statSync(onNode(keyfile)).mode & 0o777, 0o600);
  });

  it("writes nothing when NetworkManager or nftables refuses a file", () => {
    for (const [program, path] of [
      ["nmcli", keyfile],
      ["nft", "/etc/nftables/storage.nft"],
    ] as const) {
      writeFileSync(node.path(`${program}-fails`), "");
      const { status, stderr } = run();
      assert.equal(status, 1);
      assert.ok(stderr.startsWith(`${path}: expected `), stderr);
      assert.deepEqual(readdirSync(onNode("/etc")), []);
      node.run(`rm '${node.path(`${program}-fails`)}'`);
    }
  });

  it("leaves the initiator's name to a node without sessions", () => {
    mkdirSync(onNode("/sys/class/iscsi_session/session1"), { recursive: true });
    const { status, stderr } = run();
    assert.equal(status, 1);
    assert.equal(
      stderr,
      "/etc/iscsi/initiatorname.iscsi: expected no iSCSI session while the initiator's name changes; drain the node first; nothing was written\n",
    );
    assert.equal(existsSync(onNode(keyfile)), false);
  });

  it("makes effective what a run wrote that broke off", () => {
    writeFileSync(node.path("bin/sysctl"), "#!/bin/sh\nexit 1\n");
    assert.equal(run().status, 1);
    writeFileSync(node.path("bin/sysctl"), `#!/bin/sh\n${noted}\n`);
    assert.equal(run().status, 0);
    assert.ok(calls().includes("nmcli connection up id storage"));
    assert.equal(existsSync(onNode("/var/lib/storage-network/pending")), false);
  });

  it("does nothing at all of a script that arrived in part", () => {
    assert.equal(run(script.slice(0, script.lastIndexOf("}"))).status, 2);
    assert.deepEqual(readdirSync(onNode("/etc")), []);
    assert.deepEqual(readdirSync(node.path("tmp")), []);
  });

  it("leaves no temporary file behind", () => {
    run();
    assert.deepEqual(
      readdirSync(onNode("/etc")).filter((name) => name.startsWith(".")),
      [],
    );
    assert.deepEqual(readdirSync(node.path("tmp")), []);
  });

  /** From standard input, as over SSH: no program may read the rest of the script. */
  function run(text = script): ShellResult {
    mkdirSync(node.path("tmp"), { recursive: true });
    writeFileSync(node.path("script"), text);
    return node.run('exec sh -s < "$ROOT/script"', {
      STORAGE_ROOT: node.path("node"),
      TMPDIR: node.path("tmp"),
    });
  }

  function changedBy({ stdout }: ShellResult): string[] {
    return [...stdout.matchAll(/^changed (.*)$/gm)].map(([, path]) => path ?? "");
  }

  function onNode(path: string): string {
    return node.path(`node${path}`);
  }

  function calls(): string[] {
    return readFileSync(node.path("calls"), "utf8")
      .split("\n")
      .filter((line) => line !== "");
  }
});
