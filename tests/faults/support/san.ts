import assert from "node:assert/strict";

import type { TestNas } from "../../local/nas-simulator/support/nas";

/** A LUN as the API lists it. */
export interface LunRow {
  readonly uuid: string;
  readonly name: string;
  readonly size: number;
}

/** A target as the API lists it. */
export interface TargetRow {
  readonly target_id: number | string;
  readonly name: string;
  readonly mapped_luns: readonly { lun_uuid: string; mapping_index: number }[];
}

/** A snapshot as the API lists it. */
export interface SnapshotRow {
  readonly uuid: string;
  readonly name: string;
}

/** Every LUN of a NAS. */
export async function lunRows(nas: TestNas): Promise<LunRow[]> {
  const { data } = await nas.lun("list");
  return (data as { luns: LunRow[] }).luns;
}

/** The one LUN of a name. */
export async function onlyLun(nas: TestNas, name: string): Promise<LunRow> {
  const rows = (await lunRows(nas)).filter((row) => row.name === name);
  assert.equal(rows.length, 1, `LUNs called ${name}`);
  return rows[0]!;
}

/** Every target of a NAS, with what it maps. */
export async function targetRows(nas: TestNas): Promise<TargetRow[]> {
  const { data } = await nas.target("list", { additional: ["mapped_lun"] });
  return (data as { targets: TargetRow[] }).targets;
}

/** Snapshots of a LUN, oldest first. */
export async function snapshots(nas: TestNas, uuid: string): Promise<SnapshotRow[]> {
  const { data } = await nas.lun("list_snapshot", { src_lun_uuid: uuid });
  return (data as { snapshots: SnapshotRow[] }).snapshots;
}

/** Deletes snapshots by the API itself, locked ones too. */
export async function forgetSnapshots(nas: TestNas, rows: readonly SnapshotRow[]): Promise<void> {
  for (const { uuid } of rows) await nas.lun("delete_snapshot", { snapshot_uuid: uuid });
}
