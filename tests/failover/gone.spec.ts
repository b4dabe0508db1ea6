import assert from "node:assert/strict";

import {
  absences,
  doubts,
  isVouched,
  outOfService,
  unvouched,
  vouched,
  type NodeView,
} from "../../failover/gone";
import { attributed } from "../../failover/sessions";

const lost: NodeView = { name: "worker-1", ready: "Unknown", silentSeconds: 300, taints: [] };
const session = { target: "jenkins", iqn: "iqn.1994-05.com.redhat:w1", address: "fd00:1::21" };

describe("doubts", () => {
  it("has none about a node that is silent everywhere", () => {
    assert.deepEqual(doubts(lost, [], 90), []);
    assert.deepEqual(doubts(lost, [{ ...session, node: "worker-2" }], 90), []);
  });

  it("does not take a node for gone that is Ready or was heard of", () => {
    assert.deepEqual(doubts({ ...lost, ready: "True", silentSeconds: 12.4 }, [], 90), [
      'node "worker-1": expected it to be lost, got Ready; power it off, or drain it if it works',
      'node "worker-1": expected no sign of its kubelet for 90 s, got one 12 s ago; power it off and wait',
    ]);
    assert.deepEqual(doubts({ ...lost, silentSeconds: undefined }, [], 90), [
      'node "worker-1": expected a lease that its kubelet renewed once, got none; look at it yourself',
    ]);
  });

  it("does not take a node for gone that may still write (A-25)", () => {
    assert.deepEqual(doubts(lost, [{ ...session, node: "worker-1" }], 90), [
      'target "jenkins": expected no session of node "worker-1", got "iqn.1994-05.com.redhat:w1" from "fd00:1::21"; ' +
        "power the node off, and wait until the NAS has dropped it, or end it in SAN Manager",
    ]);
    assert.deepEqual(doubts(lost, [{ ...session, node: undefined }], 90), [
      'target "jenkins": expected sessions of declared nodes alone, got "iqn.1994-05.com.redhat:w1" from "fd00:1::21"; ' +
        "say whose it is: set initiatorName or address of the node in network.nodes",
    ]);
  });
});

describe("absences", () => {
  it("knows a node that is back by its kubelet alone", () => {
    assert.deepEqual(absences({ ...lost, ready: "True", silentSeconds: 3 }, 90), []);
    assert.deepEqual(absences(lost, 90), [
      'node "worker-1": expected it to be Ready, got Unknown; start it first',
      'node "worker-1": expected a sign of its kubelet within 90 s, got none; start it first',
    ]);
  });
});

describe("vouched", () => {
  const other = { key: "other", effect: "NoSchedule" };

  it("adds one taint, once, and takes no other away", () => {
    assert.deepEqual(vouched([other]), [other, outOfService]);
    assert.deepEqual(vouched(vouched([other])), [other, outOfService]);
    assert.deepEqual(unvouched([outOfService, other]), [other]);
  });

  it("does not rely on one that removes no pods", () => {
    const weak = { ...outOfService, effect: "NoSchedule" };
    assert.equal(isVouched([weak]), false);
    assert.deepEqual(vouched([weak]), [weak, outOfService]);
  });
});

describe("attributed", () => {
  const nodes = {
    "worker-1": { initiatorName: "iqn.1994-05.com.redhat:w1" },
    "worker-2": { address: "fd00:1::22/64" },
    "worker-3": { address: "fd00:1::23/64", initiatorName: "iqn.1994-05.com.redhat:w3" },
  };
  const ownerOf = (iqn: string, address: string) =>
    attributed([{ target: "jenkins", iqn, address }], nodes)[0]?.node;

  it("knows a node by its initiator or by its address, however that is written", () => {
    assert.equal(ownerOf("iqn.1994-05.com.redhat:w1", "fd00:1::99"), "worker-1");
    assert.equal(ownerOf("iqn.x", "fd00:1::22"), "worker-2");
    assert.equal(ownerOf("iqn.x", "FD00:1:0::22"), "worker-2");
    assert.equal(ownerOf("iqn.x", "[fd00:1::22]:51234"), "worker-2");
  });

  it("knows nobody by neither, and nobody where the two contradict each other", () => {
    assert.equal(ownerOf("iqn.x", "fd00:1::99"), undefined);
    assert.equal(ownerOf("iqn.1994-05.com.redhat:w1", "fd00:1::22"), undefined);
  });
});
