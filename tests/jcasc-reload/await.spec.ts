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

const wanted = { REVISION: "abc", SECONDS_TO_WAIT: "20", SECONDS_FOR_SECRETS: "0" };

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
    standIn.say("configuration loaded abc 2\n");
    const { code, output } = await pod.start(awaitScript, wanted);
    assert.deepEqual([code, output], [0, "Jenkins has loaded this configuration\n"]);
  });

  it("waits while Jenkins starts, has another revision, or nothing is said at all", async () => {
    const ended = pod.start(awaitScript, wanted);
    for (const status of [
      "",
      "configuration starting abc 1\n",
      "configuration loaded other 2\n",
      "configuration failed other 3\n  no\n",
    ]) {
      standIn.say(status);
      await request();
    }
    standIn.say("configuration loaded abc 2\n");
    assert.equal((await ended).code, 0);
  });

  it("fails with the plugin's words when Jenkins refuses the revision", async () => {
    standIn.say("configuration loaded other 1\n");
    const ended = pod.start(awaitScript, wanted);
    await request();
    standIn.hear(
      "configuration failed abc 2\n  No configurator for jbs\n  at line 3\nno answer yet\n",
    );
    const { code, output } = await ended;
    assert.equal(code, 3);
    assert.equal(
      output,
      "Jenkins refused the configuration and keeps the old one:\nNo configurator for jbs\nat line 3\n",
    );
  });

  describe("where an old refusal of the same revision stands in the log", () => {
    const refused = "configuration failed abc 2\n  old reason\n";

    beforeEach(() => {
      standIn.say(refused);
    });

    it("waits for what comes of the next try, and ends well (E-14)", async () => {
      const ended = pod.start(awaitScript, wanted);
      await request(3);
      standIn.hear("configuration loaded abc 3\n");
      assert.equal((await ended).code, 0);
    });

    it("fails with the reason of the next try alone", async () => {
      const ended = pod.start(awaitScript, wanted);
      await request(3);
      standIn.hear("configuration failed abc 3\n  new reason\n");
      const { code, output } = await ended;
      assert.equal(code, 3);
      assert.equal(
        output,
        "Jenkins refused the configuration and keeps the old one:\nnew reason\n",
      );
    });

    it("takes none for final before a changed Secret has had the time to get there", async () => {
      const ended = pod.start(awaitScript, { ...wanted, SECONDS_FOR_SECRETS: "20" });
      await request(2);
      standIn.hear("configuration failed abc 3\n  the old password still\n");
      await request(3);
      standIn.hear("configuration loaded abc 4\n");
      assert.equal((await ended).code, 0);
    });
  });

  it("gives up in time, and says what it heard last", async () => {
    standIn.say("configuration loaded other 2\n");
    // One second may be over as soon as it has begun: the script counts whole ones.
    const { code, output } = await pod.start(awaitScript, { ...wanted, SECONDS_TO_WAIT: "4" });
    assert.equal(code, 4);
    assert.match(
      output,
      /has not loaded .* in time; the last it said was: configuration loaded other 2\n$/,
    );
  });

  it("survives an API server that does not answer for a while", async () => {
    standIn.apiUp = false;
    standIn.say("configuration loaded abc 2\n");
    const ended = pod.start(awaitScript, wanted);
    await request();
    standIn.apiUp = true;
    assert.equal((await ended).code, 0);
  });

  it("shows no token on a command line or in its log", async () => {
    standIn.say("configuration loaded abc 2\n");
    const { output } = await pod.start(awaitScript, wanted);
    assert.doesNotMatch(output + pod.commandLines(), /secret-value/);
    assert.deepEqual([...standIn.authorizations], ["Bearer account-secret-value"]);
  });

  /** Resolves when the script has asked for the log so many times more. */
  async function request(times = 1): Promise<void> {
    const enough = standIn.logRequests + times;
    await standIn.until(() => standIn.logRequests >= enough);
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
        "configuration loaded abc 2\nconfiguration failed ",
        "configuration starting abc",
        "",
      ].map(unready),
      [true, false, false, false],
    );
    shell.remove();
  });
});
