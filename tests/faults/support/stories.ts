import assert from "node:assert/strict";

import type { EnsureRequest } from "../../../nas/request";
import type { TestNas } from "../../local/nas-simulator/support/nas";
import { dataOf, fill, type Pattern } from "./data";
import { forgetSnapshots, lunRows, onlyLun, snapshots, targetRows } from "./san";
import { requestFor, runVerb } from "./tool";

/** One verb, told so that it can be run hundreds of times, each time with something left to do. */
export interface Story {
  readonly title: string;
  /** Whether a run after one that succeeded has nothing to do; a second restore is a second wish. */
  readonly repeatable: boolean;
  /** What has to be there before the verb runs. */
  readonly prepare: (nas: TestNas, cell: number) => Promise<void>;
  readonly argv: (cell: number) => readonly string[];
  readonly request: (nas: TestNas, cell: number) => EnsureRequest;
  /** What must be true once the verb has succeeded, however often it failed before. */
  readonly holds: (nas: TestNas, cell: number) => Promise<void>;
}

const ensureArgs = ["lun", "ensure"] as const;

const newLun: Story = {
  title: "lun ensure (new)",
  repeatable: true,
  prepare: async () => {
    // Nothing there is the case.
  },
  argv: () => ensureArgs,
  request: (nas, cell) => requestFor(nas, `new-${cell}`),
  holds: async (nas, cell) => {
    await oneMappedLun(nas, `new-${cell}`, 1);
    await remove(nas, `new-${cell}`);
  },
};

const sameLun: Story = {
  title: "lun ensure (unchanged)",
  repeatable: true,
  prepare: (nas) => offered(nas, "same", "A"),
  argv: () => ensureArgs,
  request: (nas) => requestFor(nas, "same"),
  holds: async (nas) => {
    await oneMappedLun(nas, "same", 1);
    assert.equal(await dataOf(nas, "same"), "A");
  },
};

const growing: Story = {
  title: "lun grow",
  repeatable: true,
  prepare: (nas) => offered(nas, "growing", "A"),
  argv: () => ["lun", "grow"],
  request: (nas, cell) => requestFor(nas, "growing", cell + 2),
  holds: async (nas, cell) => {
    await oneMappedLun(nas, "growing", cell + 2);
    assert.equal(await dataOf(nas, "growing"), "A");
  },
};

const taking: Story = {
  title: "snapshot take",
  repeatable: true,
  prepare: (nas) => offered(nas, "kept", "A"),
  argv: (cell) => ["snapshot", "take", "--name", `s${cell}`],
  request: (nas) => requestFor(nas, "kept"),
  holds: async (nas, cell) => {
    await oneMappedLun(nas, "kept", 1);
    assert.equal(await dataOf(nas, "kept"), "A");
    const { uuid } = await onlyLun(nas, "kept");
    const rows = await snapshots(nas, uuid);
    assert.deepEqual(
      rows.map(({ name }) => name),
      [`s${cell}`],
    );
    await forgetSnapshots(nas, rows);
  },
};

const restoring: Story = {
  title: "snapshot restore",
  repeatable: false,
  prepare: async (nas) => {
    await offered(nas, "back", "A");
    const { uuid } = await onlyLun(nas, "back");
    if ((await snapshots(nas, uuid)).length === 0)
      await succeed(nas, ["snapshot", "take", "--name", "good"], requestFor(nas, "back"));
    await fill(nas, "back", "B");
    // DSM tells when it restored in whole seconds: two restores within one look like one.
    nas.ahead += 2000;
  },
  argv: () => ["snapshot", "restore", "--snapshot", "good"],
  request: (nas) => requestFor(nas, "back"),
  holds: async (nas) => {
    await oneMappedLun(nas, "back", 1);
    assert.equal(await dataOf(nas, "back"), "A");
    const { uuid } = await onlyLun(nas, "back");
    const others = (await snapshots(nas, uuid)).filter(({ name }) => name !== "good");
    // The present was kept before it was overwritten. A run that cannot know whether the one before it got through
    // keeps what it finds as well.
    const names = others.map(({ name }) => name);
    assert.ok(
      names.length >= 1 && names.length <= 2 && names[0]?.startsWith("before-restore-good"),
      JSON.stringify(names),
    );
    await forgetSnapshots(nas, others);
  },
};

/** Every verb that changes something. */
export const stories: readonly Story[] = [newLun, sameLun, growing, taking, restoring];

/** Makes a LUN with a pattern at its start, unless it is there. */
async function offered(nas: TestNas, name: string, pattern: Pattern): Promise<void> {
  if ((await lunRows(nas)).some((row) => row.name === name)) return;
  await succeed(nas, ensureArgs, requestFor(nas, name));
  await fill(nas, name, pattern);
}

async function succeed(
  nas: TestNas,
  argv: readonly string[],
  request: EnsureRequest,
): Promise<void> {
  const { exitCode, stderr } = await runVerb(nas, argv, request);
  assert.equal(exitCode, 0, stderr);
}

/** One LUN of that name and size, mapped at index 1 to the one target of its name. */
async function oneMappedLun(nas: TestNas, name: string, gibibytes: number): Promise<void> {
  const lun = await onlyLun(nas, name);
  assert.equal(lun.size, gibibytes * 2 ** 30);
  const targets = (await targetRows(nas)).filter((row) => row.name === name);
  assert.deepEqual(
    targets.map(({ mapped_luns }) => mapped_luns),
    [[{ lun_uuid: lun.uuid, mapping_index: 1 }]],
  );
}

/** Makes room for the next cell, by the API itself: the tool would refuse. */
async function remove(nas: TestNas, name: string): Promise<void> {
  for (const row of await lunRows(nas))
    if (row.name === name) await nas.lun("delete", { uuid: row.uuid });
  for (const row of await targetRows(nas))
    if (row.name === name) await nas.target("delete", { target_id: String(row.target_id) });
}
