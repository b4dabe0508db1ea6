import assert from "node:assert/strict";

import { revisionOf } from "../../components/internal/revision";
import { reloadScript } from "../../components/jenkins/configuration/reload-script";
import { Pod, reloadToken } from "./support/pod";
import { refusal, StandIn } from "./support/stand-in";

const first = { "jenkins.yaml": "jenkins:\n  numExecutors: 0\n", "jobs.yaml": "jobs: []\n" };
const second = { ...first, "jobs.yaml": "jobs:\n  - script: \"folder('a')\"\n" };

// The script in a real shell with the real curl; Jenkins is a stand-in.
describe("reloadScript, from its start to its end", () => {
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

  it("knows after its own restart what it had loaded, and loads what changed meanwhile", async () => {
    const ended = pod.startSidecar(reloadScript);
    await standIn.outcome();
    pod.stop();
    assert.equal((await ended).code, 0);
    pod.mount(second);
    void pod.startSidecar(reloadScript);
    assert.deepEqual(await standIn.outcome(2), loaded(second));
    assert.equal(standIn.reloads.length, 1);
  });

  it("ends when it is asked to, at once", async () => {
    const ended = pod.startSidecar(reloadScript);
    await standIn.outcome();
    pod.stop();
    assert.equal((await ended).code, 0);
  });

  it("shows no token on a command line or in its log", async () => {
    standIn.answers.splice(0, 1, refusal("no"));
    const ended = pod.startSidecar(reloadScript);
    await standIn.outcome();
    pod.mount(second);
    await standIn.outcome(2);
    pod.stop();
    const { output } = await ended;
    assert.match(output, /^configuration failed /m);
    assert.doesNotMatch(output + pod.commandLines(), /secret-value/);
    // It has nothing to ask the API server.
    assert.deepEqual([...standIn.authorizations], []);
  });
});

function loaded(files: Readonly<Record<string, string>>) {
  return { state: "loaded", revision: revisionOf(files), reason: "" };
}
