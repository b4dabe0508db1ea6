import assert from "node:assert/strict";

import { revisionOf } from "../../components/internal/revision";
import { reloadScript } from "../../components/jenkins/configuration/reload-script";
import { Pod, reloadToken } from "./support/pod";
import { refusal, StandIn } from "./support/stand-in";

const first = { "jenkins.yaml": "jenkins:\n  numExecutors: 0\n", "jobs.yaml": "jobs: []\n" };
const second = { ...first, "jobs.yaml": "jobs:\n  - script: \"folder('a')\"\n" };
const third = { ...first, "jobs.yaml": "jobs:\n  - script: \"folder('b')\"\n" };

// The script in a real shell with the real curl; Jenkins is a stand-in.
describe("reloadScript", () => {
  let standIn: StandIn;
  let pod: Pod;

  beforeEach(async () => {
    standIn = new StandIn("", reloadToken);
    await standIn.listen();
    pod = new Pod(standIn);
    pod.mount({ ...first, revision: "text that is no YAML" });
  });

  afterEach(async () => {
    await pod.remove();
    await standIn.close();
  });

  it("says what Jenkins has loaded at its start, without loading it again (C-04)", async () => {
    void pod.startSidecar(reloadScript);
    assert.deepEqual(await standIn.outcome(), loaded(first));
    assert.deepEqual(standIn.reloads, []);
  });

  it("waits for a Jenkins that is not up yet", async () => {
    standIn.up = false;
    void pod.startSidecar(reloadScript);
    await standIn.until(() => standIn.reports.length > 0);
    assert.equal(standIn.reports[0]?.state, "starting");
    standIn.up = true;
    assert.deepEqual(await standIn.outcome(), loaded(first));
  });

  it("loads a change, with a POST and the token", async () => {
    void pod.startSidecar(reloadScript);
    await standIn.outcome();
    pod.mount(second);
    assert.deepEqual(await standIn.outcome(2), loaded(second));
    assert.deepEqual(standIn.reloads, [`POST ${reloadToken}`]);
  });

  it("loads again what changed while Jenkins started, for nobody knows what it read", async () => {
    standIn.up = false;
    void pod.startSidecar(reloadScript);
    await standIn.until(() => standIn.reports.length > 0);
    pod.mount(second);
    standIn.answers.splice(0, 1, { status: 503 }, { status: 503 }, { status: 200 });
    standIn.up = true;
    assert.deepEqual(await standIn.outcome(), loaded(second));
    assert.equal(standIn.reloads.length, 3);
  });

  it("says why Jenkins refuses a change, in the plugin's words", async () => {
    const message =
      'Failed to reload configuration: No configurator for "jbs"\n at line 3, C:\\temp, a/b — ünïcode';
    standIn.answers.splice(0, 1, refusal(message));
    void pod.startSidecar(reloadScript);
    await standIn.outcome();
    pod.mount(second);
    assert.deepEqual(await standIn.outcome(2), failed(second, message));
    assert.match(pod.note("status"), /^configuration failed /);
  });

  it("asks a Jenkins that refused only once, and again as soon as the files change", async () => {
    standIn.answers.splice(0, 1, refusal("no"), { status: 200 });
    void pod.startSidecar(reloadScript);
    await standIn.outcome();
    pod.mount(second);
    assert.deepEqual(await standIn.outcome(2), failed(second, "no"));
    pod.mount(third);
    assert.deepEqual(await standIn.outcome(3), loaded(third));
    assert.equal(standIn.reloads.length, 2);
  });

  it("tries a refused load again, for its cause may lie elsewhere (E-14)", async () => {
    standIn.answers.splice(0, 1, refusal("no route to the server"), refusal("no"), { status: 200 });
    void pod.startSidecar(reloadScript, { ROUNDS_TO_RETRY: "3" });
    await standIn.outcome();
    pod.mount(second);
    assert.deepEqual(await standIn.outcome(4), loaded(second));
    assert.deepEqual(standIn.outcomes.slice(1, 3), [
      failed(second, "no route to the server"),
      failed(second, "no"),
    ]);
    // What was taken is not loaded twice.
    const enough = pod.rounds() + 10;
    while (pod.rounds() < enough) await fetch(`${standIn.jenkins}/login`);
    assert.equal(standIn.reloads.length, 3);
  });

  it("loads again when the password of the mail server has changed, under the same revision", async () => {
    pod.mountPassword("mail-secret-value");
    const ended = pod.startSidecar(reloadScript);
    await standIn.outcome();
    pod.mountPassword("new-secret-value");
    assert.deepEqual(await standIn.outcome(2), loaded(first));
    assert.equal(standIn.reloads.length, 1);
    pod.stop();
    assert.doesNotMatch((await ended).output + pod.note("settled"), /secret-value/);
  });

  it("notes nothing by which a password could be guessed without the token", async () => {
    void pod.startSidecar(reloadScript);
    await standIn.outcome();
    // Another token is another sum of the same files, and so a reason to load again.
    pod.replaceToken("other-secret-value");
    assert.match((await standIn.outcome(2)).reason, /^Jenkins answered 401: /);
  });

  it("takes no text of Jenkins for a report", async () => {
    const message = "this is odd:\nconfiguration loaded 1234";
    standIn.answers.splice(0, 1, refusal(message));
    void pod.startSidecar(reloadScript);
    await standIn.outcome();
    pod.mount(second);
    assert.deepEqual(await standIn.outcome(2), failed(second, message));
    assert.equal(standIn.outcomes.length, 2);
  });

  it("loads the old files again when they come back: a refused load may have changed something", async () => {
    standIn.answers.splice(0, 1, refusal("no"), { status: 200 });
    void pod.startSidecar(reloadScript);
    await standIn.outcome();
    pod.mount(second);
    await standIn.outcome(2);
    pod.mount(first);
    assert.deepEqual(await standIn.outcome(3), loaded(first));
    assert.equal(standIn.reloads.length, 2);
  });

  for (const status of [0, 502, 503, 504])
    it(`asks again after ${status === 0 ? "no answer" : status}: Jenkins starts or stops`, async () => {
      standIn.answers.splice(0, 1, { status }, { status }, { status: 200 });
      void pod.startSidecar(reloadScript);
      await standIn.outcome();
      pod.mount(second);
      assert.deepEqual(await standIn.outcome(2), loaded(second));
      assert.equal(standIn.reloads.length, 3);
    });

  it("asks again after a 500 without a reason, but not for ever", async () => {
    standIn.answers.splice(0, 1, { status: 500, body: "<html>Oops!</html>" });
    void pod.startSidecar(reloadScript);
    await standIn.outcome();
    pod.mount(second);
    const { state, reason } = await standIn.outcome(2);
    assert.deepEqual(
      [state, reason],
      ["failed", "Jenkins answered 500 without a reason: its log has one"],
    );
    assert.equal(standIn.reloads.length, 5);
  });

  for (const [status, reason] of [
    [404, /^Jenkins answered 404: it has no plugin configuration-as-code, or .* without a reload/],
    [401, /^Jenkins answered 401: it was started with another reload token$/],
    [403, /^Jenkins answered 403, for want of a crumb: it was started without a reload token, /],
    [302, /^Jenkins answered 302$/],
  ] as const)
    it(`fails at once when Jenkins answers ${status}`, async () => {
      standIn.answers.splice(0, 1, { status });
      void pod.startSidecar(reloadScript);
      await standIn.outcome();
      pod.mount(second);
      const outcome = await standIn.outcome(2);
      assert.equal(outcome.state, "failed");
      assert.match(outcome.reason, reason);
      assert.equal(standIn.reloads.length, 1);
    });

  it("fails with another token than the one Jenkins was started with", async () => {
    const other = new StandIn("", "another-token");
    await other.listen();
    const elsewhere = new Pod(other);
    elsewhere.mount(first);
    void elsewhere.startSidecar(reloadScript);
    await other.outcome();
    elsewhere.mount(second);
    assert.match((await other.outcome(2)).reason, /^Jenkins answered 401: /);
    await elsewhere.remove();
    await other.close();
  });

  it("follows the path Jenkins is served under", async () => {
    const prefixed = new StandIn("/jenkins", reloadToken);
    await prefixed.listen();
    const elsewhere = new Pod(prefixed);
    elsewhere.mount(first);
    void elsewhere.startSidecar(reloadScript);
    await prefixed.outcome();
    elsewhere.mount(second);
    assert.deepEqual(await prefixed.outcome(2), loaded(second));
    await elsewhere.remove();
    await prefixed.close();
  });

  it("ends up with the last of two changes, whichever it loaded in between", async () => {
    void pod.startSidecar(reloadScript);
    await standIn.outcome();
    pod.mount(second);
    pod.mount(third);
    await standIn.until(() => standIn.reports.at(-1)?.revision === revisionOf(third));
    assert.deepEqual(standIn.reports.at(-1), loaded(third));
  });

  it("says nothing of files that changed while Jenkins read them", async () => {
    void pod.startSidecar(reloadScript);
    await standIn.outcome();
    standIn.answers.splice(0, 1, refusal("no"), { status: 200 });
    standIn.whileLoading = () => {
      pod.mount(third);
      standIn.whileLoading = () => undefined;
    };
    pod.mount(second);
    await standIn.outcome(2);
    assert.deepEqual(standIn.outcomes, [loaded(first), loaded(third)]);
  });
});

function loaded(files: Readonly<Record<string, string>>) {
  return { state: "loaded", revision: revisionOf(files), reason: "" };
}

function failed(files: Readonly<Record<string, string>>, reason: string) {
  return { state: "failed", revision: revisionOf(files), reason };
}
