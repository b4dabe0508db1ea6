import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";

import {
  awaitScript,
  failedLoad,
  notesPath,
} from "../../components/jenkins/configuration/reload-script";
import { ShellFolder } from "../support/shell";
import { Pod, reloadToken } from "./support/pod";
import { StandIn } from "./support/stand-in";

const wanted = { REVISION: "abc", SECONDS_TO_WAIT: "20" };

describe("awaitScript", () => {
  let standIn: StandIn;
  let pod: Pod;

  beforeEach(async () => {
    standIn = new StandIn("", reloadToken);
    await standIn.listen();
    pod = new Pod(standIn);
  });

  afterEach(async () => {
    await pod.remove();
    await standIn.close();
  });

  it("ends well when Jenkins has loaded the revision", async () => {
    standIn.say("configuration loaded abc\n");
    const { code, output } = await pod.start(awaitScript, wanted);
    assert.deepEqual([code, output], [0, "Jenkins has loaded this configuration\n"]);
  });

  it("waits while Jenkins starts, has another revision, or nothing is said at all", async () => {
    const ended = pod.start(awaitScript, wanted);
    for (const status of [
      "",
      "configuration starting abc\n",
      "configuration loaded other\n",
      "configuration failed other\nno\n",
    ]) {
      standIn.say(status);
      await request();
    }
    standIn.say("configuration loaded abc\n");
    assert.equal((await ended).code, 0);
  });

  it("fails with the plugin's words when Jenkins refuses the revision", async () => {
    standIn.say("configuration failed abc\nNo configurator for jbs\nat line 3\n");
    const { code, output } = await pod.start(awaitScript, wanted);
    assert.equal(code, 3);
    assert.equal(
      output,
      "Jenkins refused the configuration and keeps the old one:\nNo configurator for jbs\nat line 3\n",
    );
  });

  it("gives up in time, and says what it heard last", async () => {
    standIn.say("configuration loaded other\n");
    const { code, output } = await pod.start(awaitScript, { ...wanted, SECONDS_TO_WAIT: "1" });
    assert.equal(code, 4);
    assert.match(
      output,
      /has not loaded .* in time; the last it said was: configuration loaded other\n$/,
    );
  });

  it("survives an API server that does not answer for a while", async () => {
    standIn.apiUp = false;
    standIn.say("configuration loaded abc\n");
    const ended = pod.start(awaitScript, wanted);
    await request();
    standIn.apiUp = true;
    assert.equal((await ended).code, 0);
  });

  it("shows no token on a command line or in its log", async () => {
    standIn.say("configuration loaded abc\n");
    const { output } = await pod.start(awaitScript, wanted);
    assert.doesNotMatch(output + pod.commandLines(), /secret-value/);
    assert.deepEqual([...standIn.authorizations], ["Bearer account-secret-value"]);
  });

  /** Resolves when the script has asked once more. */
  async function request(): Promise<void> {
    const asked = { again: false };
    const waiting = standIn.until(() => asked.again);
    asked.again = true;
    await waiting;
  }
});

describe("failedLoad", () => {
  it("takes the pod out of service after a refused load, and at no other time", () => {
    const shell = new ShellFolder({});
    const unready = (status: string) => {
      writeFileSync(shell.path("status"), status);
      return shell.run(failedLoad.replace(notesPath, shell.folder)).status === 0;
    };
    assert.deepEqual(
      [
        "configuration failed abc\nno",
        "configuration loaded abc\nconfiguration failed ",
        "configuration starting abc",
        "",
      ].map(unready),
      [true, false, false, false],
    );
    shell.remove();
  });
});
