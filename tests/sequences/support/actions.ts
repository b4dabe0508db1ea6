import assert from "node:assert/strict";
import * as fc from "fast-check";

import { effects, type Effect } from "../../faults/support/effects";
import { blocks, leastReplaced, retention, type Kept, type Model } from "./model";
import type { World } from "./world";

type Action = fc.AsyncCommand<Model, World>;

/** One action of a sequence, with the comparison after it. */
function action(
  title: string,
  run: (model: Model, world: World) => Promise<void>,
  check: (model: Readonly<Model>) => boolean = () => true,
): Action {
  return {
    check,
    run: async (model, world) => {
      await run(model, world);
      await world.holds(model);
    },
    toString: () => title,
  };
}

/** A controller's pod that was replaced has left one snapshot of the data as they were, and retention the newest. */
function rolled(model: Model, world: World, from: number): void {
  const known = new Set(model.upgrades.map(({ name }) => name));
  const added = world.snapshots().upgrades.filter((name) => !known.has(name));
  assert.equal(added.length, 1, `snapshots of one upgrade: ${added.join(", ")}`);
  const [name = ""] = added;
  const kept = { name, data: model.data, release: from };
  model.upgrades = [...model.upgrades, kept].slice(-retention);
}

const write = (block: number, stamp: number): Action =>
  action(`write(block ${block}, ${stamp})`, async (model, world) => {
    model.data = model.data.with(block, stamp);
    await world.write(model.data);
  });

const up = (): Action => action("up", (_, world) => world.up());

const upgrade = (by: number): Action =>
  action(`upgrade(by ${by})`, async (model, world) => {
    const from = model.release;
    model.release += by;
    await world.want(model);
    await world.up();
    rolled(model, world, from);
  });

const killedUpgrade = (milliseconds: number): Action =>
  action(`upgrade(killed after ${milliseconds} ms)`, async (model, world) => {
    const from = model.release;
    model.release += 1;
    await world.want(model);
    model.killed = true;
    await world.killedUp(milliseconds);
    await world.up();
    rolled(model, world, from);
  });

const faultyUpgrade = (effect: Effect, skip: number): Action =>
  action(`upgrade(${effect} at call ${skip + 1})`, async (model, world) => {
    const from = model.release;
    model.release += 1;
    await world.want(model);
    await world.faultyUp({ api: "*", method: "*", effect, skip, ms: 500 });
    await world.up();
    rolled(model, world, from);
  });

const grow = (): Action =>
  action("grow", async (model, world) => {
    model.gib += 1;
    await world.want(model);
    await world.up();
  });

const faultyGrow = (effect: Effect, skip: number): Action =>
  action(`grow(${effect} at call ${skip + 1})`, async (model, world) => {
    model.gib += 1;
    await world.want(model);
    await world.faultyUp({ api: "*", method: "*", effect, skip, ms: 500 });
    await world.up();
  });

const shrink = (): Action =>
  action(
    "shrink",
    async (model, world) => {
      await world.want({ ...model, gib: model.gib - 1 });
      await assert.rejects(world.up(), /a LUN is never shrunk/);
      await world.want(model);
    },
    ({ gib }) => gib > 1,
  );

const downgrade = (): Action =>
  action(
    "downgrade",
    async (model, world) => {
      await world.want({ ...model, release: model.release - 1 });
      await assert.rejects(world.up(), /- jenkins \S+ -> \S+/);
      await world.want(model);
    },
    ({ release }) => release > 0,
  );

const restore = (choice: number, killedAfter?: number): Action =>
  action(
    `restore(snapshot ${choice}${killedAfter === undefined ? "" : `, killed after ${killedAfter} ms`})`,
    async (model, world) => {
      const all = restorable(model);
      const chosen = all[choice % all.length];
      assert.ok(chosen !== undefined);
      if (killedAfter !== undefined) await world.killedRestore(chosen.name, killedAfter);
      await world.restore(chosen.name);
      replaced(model, world, killedAfter === undefined);
      model.data = chosen.data;
      if (chosen.release === model.release) return;
      // The Jenkins that wrote it goes on with it.
      const from = model.release;
      model.release = chosen.release;
      await world.want(model);
      await world.upAfterRestoreOf(chosen.name);
      rolled(model, world, from);
    },
    (model) => restorable(model).length > 0,
  );

/** Snapshots whose content is known. */
function restorable({ upgrades, replaced: kept }: Readonly<Model>) {
  return [...upgrades, ...kept].flatMap(({ data, ...one }) =>
    data === undefined ? [] : [{ ...one, data }],
  );
}

/** A restore keeps what it replaces, and one that was killed and repeated perhaps once more; the newest stay. */
function replaced(model: Model, world: World, once: boolean): void {
  const known = new Set(model.replaced.map(({ name }) => name));
  const found = world.snapshots().replaced;
  const added = found.filter((name) => !known.has(name));
  assert.ok(added.length === 1 || (!once && added.length === 2), `kept: ${added.join(", ")}`);
  const { release } = model;
  const all: Kept[] = [
    ...model.replaced,
    ...added.map((name, index) => ({
      ...{ name, release },
      ...(index === 0 ? { data: model.data } : {}),
    })),
  ];
  const left = all.filter(({ name }) => found.includes(name));
  assert.ok(left.length >= Math.min(all.length, leastReplaced), `left: ${found.join(", ")}`);
  model.replaced = left;
}

const another = (byWhom: "schedule" | "person"): Action =>
  action(`snapshot(by ${byWhom})`, async (model, world) => {
    const name = `by-hand-${model.others.length}`;
    model.others = [...model.others, await world.takeAnother(byWhom, name)];
  });

const drift = (): Action =>
  action("drift by hand", async (model, world) => {
    await world.changeByHand();
    const found = await world.drift();
    const left = found.filter((one) => /^kubernetes Job jenkins\/\S+-loaded-/.test(one));
    assert.deepEqual(
      found.filter((one) => !left.includes(one)),
      ["kubernetes Service jenkins/jenkins"],
    );
    // A run that was killed may have made a Job of a name that no state knows, which people remove.
    assert.ok(left.length === 0 || model.killed, left.join(", "));
    for (const one of left) await world.removeJob(one.replace(/.*\//, ""));
    model.killed = false;
    await world.upWithRefresh();
    assert.deepEqual(await world.drift(), []);
  });

// One that hangs is a kill, which has an action of its own.
const effect = fc.constantFrom(...effects.filter((one) => !one.startsWith("hang")));
const call = fc.nat(14);

/** Any sequence of at most so many actions. */
export function sequences(length: number): fc.Arbitrary<Iterable<Action>> {
  const actions: fc.Arbitrary<Action>[] = [
    fc.tuple(fc.nat(blocks - 1), fc.integer({ min: 1, max: 255 })).map((drawn) => write(...drawn)),
    fc.constant(0).map(up),
    fc.integer({ min: 1, max: 3 }).map(upgrade),
    fc.integer({ min: 200, max: 8000 }).map(killedUpgrade),
    fc.tuple(effect, call).map((drawn) => faultyUpgrade(...drawn)),
    fc.constant(0).map(grow),
    fc.tuple(effect, call).map((drawn) => faultyGrow(...drawn)),
    fc.constant(0).map(shrink),
    fc.constant(0).map(downgrade),
    fc.nat(20).map((choice) => restore(choice)),
    fc.tuple(fc.nat(20), fc.integer({ min: 500, max: 5000 })).map((drawn) => restore(...drawn)),
    fc.constantFrom("schedule", "person").map(another),
    fc.constant(0).map(drift),
  ];
  return fc.commands(actions, { maxCommands: length, size: "max" });
}
