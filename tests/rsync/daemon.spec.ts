import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { connect } from "node:net";

import { rsyncdConf } from "../../components/gentoo/rsyncd-conf";
import { eventually } from "../local/plugins/support/eventually";
import { assertEnded, packages, publishedShare, repository } from "./support/serving";
import type { Share } from "./support/share";

describe("the rsync daemon, as the stack tells it (A-67)", () => {
  const serving = publishedShare();
  let share: Share;

  beforeEach(() => {
    share = serving();
  });

  it("understands every line, and is ready without a root's right", async () => {
    await share.start();
    assert.doesNotMatch(share.log(), /IGNORING|No match|failed|Switching/);
    const status = readFileSync(
      `/proc/${readFileSync(share.path("/run/rsyncd.pid"), "utf8").trim()}/status`,
      "utf8",
    );
    assert.match(status, /^CapEff:\t0+$/m);
  });

  it("would otherwise log what it does not know: that is how the test above can fail", async () => {
    await share.start();
    share.configure(rsyncdConf(share.daemon()).replace("read only", "readonly files"));
    await share.fetch("rsync://");
    await eventually("the daemon has complained", () => {
      assert.match(share.log(), /IGNORING unknown parameter "readonly files"/);
    });
  });

  it("is not ready while nothing is published", async () => {
    await share.start();
    const latest = share.path("/var/db/repos/.gentoo-rcu/latest");
    renameSync(latest, `${latest}.away`);
    assertEnded(await share.probe(), 5, /@ERROR: chdir failed/);
    renameSync(`${latest}.away`, latest);
    assert.equal((await share.probe()).status, 0);
    renameSync(share.path(`${repository}/metadata`), share.path("/metadata"));
    assert.equal((await share.probe()).status, 23);
  });

  it("sends away who comes when all connections are taken", async () => {
    await share.start({ maxConnections: 1 });
    const socket = connect(share.port, "localhost");
    // A client that has chosen its module and then says no more.
    let said = "";
    socket.setEncoding("utf8").on("data", (text: string) => (said += text));
    socket.write("@RSYNCD: 31.0 sha256\ngentoo-portage\n");
    try {
      await eventually("the connection is taken", () => {
        assert.match(said, /^@RSYNCD: OK$/m);
      });
      assertEnded(
        await share.fetch("rsync://gentoo-portage/"),
        5,
        /@ERROR: max connections \(1\) reached -- try again later/,
      );
    } finally {
      socket.destroy();
    }
  });

  it("goes on, but is not ready, with a configuration that nobody can read", async () => {
    await share.start();
    share.configure("[gentoo-portage\n");
    const { status, stderr } = await share.probe();
    assert.notEqual(status, 0);
    // The daemon hangs up; whether the client has sent its greeting by then is chance.
    assert.match(stderr, /did not see server greeting|Connection reset by peer/);
    assert.equal(share.exitCode, null);
    share.configure(rsyncdConf(share.daemon()));
    assert.equal((await share.probe()).status, 0);
  });

  it("would let a user of the form name:rw write: that is why the model knows none", async () => {
    await share.start();
    share.configure(
      rsyncdConf(share.daemon()).replace("auth users = builder", "auth users = builder:rw"),
    );
    share.write("/clients/upload", "upload");
    const login = `--password-file=${share.path("/clients/password")}`;
    const upload = await share.fetch(
      login,
      share.path("/clients/upload"),
      "rsync://builder@binpkgs/",
    );
    assert.equal(upload.status, 0);
    assert.ok(existsSync(share.path(`${packages}/upload`)));
  });

  it("follows no link of another user: that is why it runs as Portage's", async function () {
    // Only root can give a link to somebody else.
    if (process.getuid?.() !== 0) return;
    await share.start();
    const { status } = await share.shell(
      `chown -h 65532:65532 ${share.path("/var/db/repos/.gentoo-rcu/latest")}`,
    );
    assert.equal(status, 0);
    assertEnded(await share.probe(), 5, /@ERROR: chdir failed/);
  });
});
