// The order of a failover, with a cluster of a few lines. tests/engine moves a real pod.
import assert from "node:assert/strict";

import { failOver, giveBack, planFailover, type Attributed } from "../../failover";
import type { PodView } from "../../failover/cluster-view";
import { outOfService, type NodeView, type Taint } from "../../failover/gone";
import { Failure } from "../../nas/failure";

const patience = { limitSeconds: 90, watchSeconds: 40, waitMinutes: 1 };
const old: PodView = { node: "worker-1", ready: false, waitsFor: undefined };
const moved: PodView = { node: "worker-2", ready: true, waitsFor: undefined };

describe("failOver", () => {
  it("marks the node, then waits until the pod is ready elsewhere", async () => {
    const world = new World([
      ...watching(old),
      undefined,
      { ...moved, node: undefined, ready: false, waitsFor: "0/4 nodes are available" },
      { ...moved, ready: false },
      moved,
    ]);
    assert.equal(await failOver("worker-1", patience, world.surroundings), "worker-2");
    assert.deepEqual(world.node.taints, [outOfService]);
    assert.deepEqual(world.lines, [
      watch,
      "marked node worker-1 as out of service",
      "the old pod is gone, no new one is there yet",
      "the new pod waits for a node: 0/4 nodes are available",
      "the new pod starts on worker-2",
    ]);
  });

  it("waits for a pod that had no node before either", async () => {
    const waiting = { ...moved, node: undefined, ready: false };
    const world = new World([...watching(waiting), waiting, moved]);
    assert.equal(await failOver("worker-1", patience, world.surroundings), "worker-2");
  });

  it("touches nothing while the node has a session (A-25)", async () => {
    const world = new World([old]);
    const session = { target: "jenkins", iqn: "iqn.x", address: "fd00::1", node: "worker-1" };
    world.sessions = [session];
    await assert.rejects(
      failOver("worker-1", patience, world.surroundings),
      (error) =>
        error instanceof Failure &&
        error.kind === "refused" &&
        /nothing was changed$/.test(error.message),
    );
    assert.deepEqual(world.node.taints, []);
  });

  it("looks for as long as a node that is not gone takes to log in again (A-25)", async () => {
    const world = new World([old]);
    const session = { target: "jenkins", iqn: "iqn.x", address: "fd00::1", node: "worker-1" };
    // The NAS has just started: it knows no session yet.
    world.at(39_000, () => (world.sessions = [session]));
    await assert.rejects(failOver("worker-1", patience, world.surroundings), { kind: "refused" });
    assert.equal(world.writes, 0);

    const later = new World([old]);
    later.at(39_000, () => (later.node = { ...later.node, ready: "True", silentSeconds: 1 }));
    await assert.rejects(failOver("worker-1", patience, later.surroundings), { kind: "refused" });
    assert.equal(later.writes, 0);
  });

  it("goes on where one before it was interrupted, and is done at once when all is done (P-07)", async () => {
    const world = new World([moved]);
    world.node = { ...world.node, taints: [outOfService] };
    assert.equal(await failOver("worker-1", patience, world.surroundings), "worker-2");
    assert.deepEqual(world.lines, [watch, "node worker-1 is marked as out of service already"]);
    assert.equal(world.writes, 0);
  });

  it("ends with the scheduler's words when no other node takes the pod", async () => {
    const waiting = { ...moved, node: undefined, ready: false, waitsFor: "no node has the label" };
    const world = new World([...watching(old), waiting]);
    await assert.rejects(failOver("worker-1", patience, world.surroundings), {
      kind: "failed",
      message:
        "pod: expected the controller to run on another node within 1 min, got: the new pod waits for a node: no node has the label; run the same command again to go on waiting",
    });
  });
});

describe("planFailover", () => {
  it("says what would be done and does nothing", async () => {
    const world = new World([old]);
    const { steps } = await planFailover("worker-1", patience, world.surroundings);
    assert.deepEqual(steps, [
      "mark node worker-1 as out of service, so that Kubernetes deletes its pods and releases its volumes",
      "wait until the controller's pod is ready on another node; it is on worker-1",
    ]);
    assert.equal(world.writes, 0);
  });

  it("waits for nothing while Jenkins is stopped", async () => {
    const stopped = { ...patience, waitMinutes: undefined };
    const { surroundings } = new World([undefined]);
    const { steps } = await planFailover("worker-1", stopped, surroundings);
    assert.equal(steps[1], "nothing to wait for: Jenkins is stopped by jenkins.maintenance");
    assert.equal(await failOver("worker-1", stopped, surroundings), undefined);
  });
});

describe("giveBack", () => {
  it("takes the mark away from a node that is back, and nothing else", async () => {
    const world = new World([moved]);
    const other = { key: "other", effect: "NoSchedule" };
    world.node = { ...world.node, ready: "True", silentSeconds: 1, taints: [outOfService, other] };
    await giveBack("worker-1", patience, world.surroundings);
    assert.deepEqual(world.node.taints, [other]);
    assert.deepEqual(world.lines, ["node worker-1 takes pods again"]);
  });

  it("only says so in a dry run", async () => {
    const world = new World([moved]);
    world.node = { ...world.node, ready: "True", silentSeconds: 1, taints: [outOfService] };
    await giveBack("worker-1", patience, world.surroundings, true);
    assert.equal(world.writes, 0);
    assert.deepEqual(world.lines, ["node worker-1 would take pods again"]);
  });

  it("leaves it on one that is not, and on none that has none", async () => {
    const world = new World([moved]);
    await giveBack("worker-1", patience, world.surroundings);
    assert.deepEqual(world.lines, ["node worker-1 is not marked as out of service"]);
    world.node = { ...world.node, taints: [outOfService] };
    await assert.rejects(giveBack("worker-1", patience, world.surroundings), { kind: "refused" });
    assert.deepEqual(world.node.taints, [outOfService]);
  });
});

const watch = "watching the NAS and the cluster for 40 s";

/** What a cluster shows in the nine looks of a watch. */
function watching(pod: PodView): PodView[] {
  return Array.from({ length: 9 }, () => pod);
}

/** A cluster that shows its pods one after the other, the last one for ever, and whose clock a pause moves. */
class World {
  node: NodeView = { name: "worker-1", ready: "Unknown", silentSeconds: 300, taints: [] };
  sessions: readonly Attributed[] = [];
  readonly lines: string[] = [];
  writes = 0;
  #clock = 0;
  #later: [number, () => void][] = [];

  constructor(private readonly pods: (PodView | undefined)[]) {}

  /** Has something happen at a time. */
  at(milliseconds: number, what: () => void): void {
    this.#later.push([milliseconds, what]);
  }

  get surroundings() {
    return {
      cluster: {
        node: () => Promise.resolve(this.node),
        pod: () => Promise.resolve(this.pods.length > 1 ? this.pods.shift() : this.pods[0]),
        setTaints: (_: string, change: (taints: readonly Taint[]) => readonly Taint[]) => {
          const taints = change(this.node.taints);
          if (taints.length !== this.node.taints.length) this.writes++;
          this.node = { ...this.node, taints };
          return Promise.resolve();
        },
      },
      sessions: () => Promise.resolve(this.sessions),
      report: (line: string) => void this.lines.push(line),
      now: () => this.#clock,
      pause: (milliseconds: number) => {
        this.#clock += milliseconds;
        for (const [when, what] of this.#later) if (when <= this.#clock) what();
        return Promise.resolve();
      },
    };
  }
}
