import assert from "node:assert/strict";

import { attemptOf } from "../../../components/storage/upgrade-attempt";

const [running, wanted] = ["0000000000000001", "0000000000000002"];

describe("attemptOf (A-31)", () => {
  const before = (changes: Readonly<Record<string, string>> = {}) => ({
    ...{ POD_HASH: wanted, ATTEMPT: "", MAINTENANCE: "", ...changes },
  });

  it("is the same as long as the pod follows, so that nothing changes without a roll", () => {
    const none = { ATTEMPT: "", MAINTENANCE: "" };
    assert.deepEqual(attemptOf(wanted, false, {}), none);
    assert.deepEqual(attemptOf(wanted, false, { environment: before(), pod: wanted }), none);
    const ATTEMPT = `3 ${running}`;
    const followed = { environment: before({ ATTEMPT }), pod: wanted };
    assert.deepEqual(attemptOf(wanted, false, followed), { ...none, ATTEMPT });
  });

  it("is another one each time that the pod did not follow", () => {
    const first = attemptOf(wanted, false, { environment: before(), pod: running });
    assert.equal(first.ATTEMPT, `1 ${running}`);
    const again = attemptOf(wanted, false, { environment: before({ ...first }), pod: running });
    assert.equal(again.ATTEMPT, `2 ${running}`);
  });

  it("is the first one where the state does not tell which pod runs", () => {
    assert.equal(attemptOf(wanted, false, { environment: before() }).ATTEMPT, "");
  });

  it("tells of maintenance with a roll alone: switching it changes nothing", () => {
    const settled = { environment: before(), pod: wanted };
    assert.equal(attemptOf(wanted, true, settled).MAINTENANCE, "");
    assert.equal(attemptOf(running, true, settled).MAINTENANCE, "true");
    const stopped = { environment: before({ MAINTENANCE: "true" }), pod: wanted };
    assert.equal(attemptOf(wanted, false, stopped).MAINTENANCE, "true");
    assert.equal(attemptOf(running, false, stopped).MAINTENANCE, "");
  });
});
