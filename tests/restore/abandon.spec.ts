// What a restore that was begun may be given up for. The NAS is asked: the record may be behind it.
import assert from "node:assert/strict";

import { abandon } from "../../restore/abandon";
import { RestoreRefused } from "../../restore/failure";
import { restore } from "../../restore/restore";
import { good } from "./good";
import { Killed, StandIn } from "./stand-in";

const run = (here: StandIn, wanted = good) => restore(wanted, here.world());
const refusal = (pattern: RegExp) => (error: unknown) =>
  error instanceof RestoreRefused && pattern.test(error.message);

describe("abandon", () => {
  it("starts what ran, and only before the LUN was set back", async () => {
    const here = new StandIn();
    here.killAt = { change: 3, after: false };
    await assert.rejects(run(here), Killed);
    here.killAt = undefined;
    assert.equal((await abandon("prod", here.world()))?.name, "good");
    assert.deepEqual([here.replicas, here.record, here.content], [1, {}, "today"]);
    assert.equal(await abandon("prod", here.world()), undefined);

    here.stopping = 0;
    here.killAt = { change: 6, after: false };
    await assert.rejects(run(here), Killed);
    here.killAt = undefined;
    await assert.rejects(
      abandon("prod", here.world()),
      refusal(/^--abandon: expected a restore that has not set the LUN back yet, got one that has/),
    );
  });
});

describe("abandon, when the NAS has come further than was written down", () => {
  /** Killed while the LUN was being set back. */
  async function cutOff(after: boolean): Promise<StandIn> {
    const here = new StandIn();
    here.killAt = { change: 4, after };
    await assert.rejects(run(here), Killed);
    here.killAt = undefined;
    here.changes.length = 0;
    return here;
  }
  const refused = async (here: StandIn, pattern: RegExp) => {
    await assert.rejects(abandon("prod", here.world()), refusal(pattern));
    assert.deepEqual([here.changes, here.replicas], [[], 0], "the way back is still known");
    assert.ok("restore" in here.record);
  };

  it("is refused once the LUN was set back (A-26)", async () => {
    await refused(
      await cutOff(true),
      /got a LUN that the NAS has set back; finish it: npm run restore -- --stack prod --lun jenkins --snapshot good$/,
    );
  });

  it("is refused while the NAS works on the LUN, and while the targets are still closed", async () => {
    const here = await cutOff(false);
    here.settled = false;
    await refused(here, /got a LUN that the NAS still works on; finish it/);
    here.settled = true;
    here.enabled = false;
    await refused(here, /got target "jenkins" disabled, the last step before that; finish it/);
    await run(here);
    assert.deepEqual(here.open, ["jenkins"], "which the run that goes on opens again");
  });

  it("leaves a target alone that was disabled before", async () => {
    const here = new StandIn();
    here.enabled = false;
    here.killAt = { change: 4, after: false };
    await assert.rejects(run(here), Killed);
    here.killAt = undefined;
    assert.equal((await abandon("prod", here.world()))?.name, "good");
  });

  it("changes nothing when it is only asked to", async () => {
    const here = await cutOff(false);
    assert.equal((await abandon("prod", here.world(), true))?.name, "good");
    assert.deepEqual([here.changes, here.replicas], [[], 0]);
    assert.ok("restore" in here.record);
  });
});
