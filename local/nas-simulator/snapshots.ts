import { randomUUID } from "node:crypto";

import type { Call, Method } from "./api";
import { lunOf, lunWith, snapshotOf } from "./lookups";
import { additionalKeys, text, type Parameters } from "./parameters";
import { Refusal, sanCode } from "./refusal";
import type { Settings } from "./settings";
import { snapshotView } from "./snapshot-view";
import type { Lun, NasRecord, Snapshot } from "./state";
import type { Store } from "./store";

const longestName = 256;

/** What a new snapshot is called and why it was taken. */
export interface SnapshotRequest {
  readonly name: string;
  readonly description: string;
  readonly takenBy: string;
  readonly locked: boolean;
}

/** Snapshots of `SYNO.Core.ISCSI.LUN`: take, list, get, set, lock, unlock, delete and restore. */
export function snapshotMethods(
  settings: Settings,
  store: Store,
): Readonly<Record<string, Method>> {
  const take = async ({ parameters }: Call): Promise<unknown> => {
    const lun = lunOf(store.record, parameters, "src_lun_uuid");
    const uuid = await takeSnapshot(settings, store, lun, {
      name: nameIn(parameters) ?? nextName(store.record, lun),
      description: text(parameters, "description") ?? "",
      takenBy: text(parameters, "taken_by") ?? "webapi",
      locked: parameters.get("is_locked") === true,
    });
    return { snapshot_uuid: uuid };
  };

  const list = ({ parameters }: Call): unknown => {
    const lun = lunOf(store.record, parameters, "src_lun_uuid");
    const snapshots = snapshotsOf(store.record, lun).map((one) => snapshotView(one, lun));
    return { count: snapshots.length, snapshots };
  };

  const get = ({ parameters }: Call): unknown => {
    const snapshot = snapshotOf(store.record, parameters);
    const lun = lunWith(store.record, snapshot.lunUuid);
    const locked = additionalKeys(parameters).has("is_action_locked")
      ? { is_action_locked: store.isLocked(lun) }
      : {};
    return { snapshot: { ...snapshotView(snapshot, lun), ...locked } };
  };

  const remove = async ({ parameters }: Call): Promise<void> => {
    const { uuid } = snapshotOf(store.record, parameters);
    // A lock keeps a snapshot from the retention policy, not from a caller; neither does a clone of it.
    await store.change((draft) => {
      draft.snapshots = draft.snapshots.filter((snapshot) => snapshot.uuid !== uuid);
    });
    store.removeFile(uuid);
  };

  // Nobody has published the parameters of these three: they are inferred from `take_snapshot`.
  const set = async ({ parameters }: Call): Promise<void> => {
    const before = snapshotOf(store.record, parameters);
    const name = nameIn(parameters) ?? before.name;
    const siblings = snapshotsOf(store.record, lunWith(store.record, before.lunUuid));
    if (siblings.some((one) => one.uuid !== before.uuid && one.name === name)) {
      throw new Refusal(sanCode.duplicateSnapshotName);
    }
    const [description, locked] = [parameters.get("description"), parameters.get("is_locked")];
    await store.change((draft) => {
      Object.assign(snapshotOf(draft, parameters), {
        name,
        ...(typeof description === "string" && { description }),
        ...(typeof locked === "boolean" && { locked }),
      });
    });
  };
  const locking =
    (locked: boolean) =>
    async ({ parameters }: Call): Promise<void> => {
      await store.change((draft) => {
        snapshotOf(draft, parameters).locked = locked;
      });
    };

  const restore = async ({ parameters }: Call): Promise<void> => {
    const lun = lunOf(store.record, parameters, "src_lun_uuid");
    const snapshot = snapshotOf(store.record, parameters);
    if (snapshot.lunUuid !== lun.uuid) throw new Refusal(sanCode.noSuchSnapshot);
    // Sessions do not stop DSM: their initiators go on with what they have cached of the old content.
    await store.copyFile(snapshot.uuid, lun.uuid);
    await store.change((draft) => {
      const restored = lunWith(draft, lun.uuid);
      restored.revision++;
      // What becomes of growth since the snapshot is not known; its `total_size` suggests that it is undone.
      restored.size = snapshot.size;
      restored.restoredTime = Math.floor(store.now() / 1000);
      Object.assign(restored, { action: "restoring", settledAt: store.settledAt("restore") });
    });
  };

  return {
    take_snapshot: take,
    list_snapshot: list,
    get_snapshot: get,
    delete_snapshot: remove,
    set_snapshot: set,
    lock_snapshot: locking(true),
    unlock_snapshot: locking(false),
    restore_snapshot: restore,
  };
}

/**
 * Takes a snapshot of a LUN and returns its uuid.
 *
 * @throws Refusal 18990500 when the LUN takes none, 18990513 for a name it has, 18990543 at the ceiling
 */
export async function takeSnapshot(
  settings: Settings,
  store: Store,
  lun: Lun,
  request: SnapshotRequest,
): Promise<string> {
  const able = lun.type === "BLUN" || lun.type === "ADV";
  if (!able || lun.attributes["can_snapshot"] !== 1) throw new Refusal(sanCode.badType);
  const siblings = snapshotsOf(store.record, lun);
  if (siblings.some(({ name }) => name === request.name)) {
    throw new Refusal(sanCode.duplicateSnapshotName);
  }
  const ceiling = Math.min(settings.maxSnapshotsPerLun, settings.maxSnapshotsPerLunV2);
  if (siblings.length >= ceiling) throw new Refusal(sanCode.tooManySnapshots);
  const uuid = randomUUID();
  await store.copyFile(lun.uuid, uuid);
  await store.change((draft) => {
    const createTime = Math.floor(store.now() / 1000);
    const snapshotId = draft.nextSnapshotId++;
    const { size, uuid: lunUuid } = lun;
    draft.snapshots.push({ ...request, uuid, snapshotId, lunUuid, size, createTime });
    // A LUN that is still being created or restored stays locked for that long.
    if (!store.isLocked(lun)) {
      const busy = { action: "snapshotting", settledAt: store.settledAt("snapshot") };
      Object.assign(lunWith(draft, lunUuid), busy);
    }
  });
  return uuid;
}

/** The first name `SnapShot-N` that a LUN has no snapshot of: what DSM calls one that nobody named. */
export function nextName(record: NasRecord, lun: Lun): string {
  const taken = new Set(snapshotsOf(record, lun).map(({ name }) => name));
  let number = taken.size + 1;
  while (taken.has(`SnapShot-${number}`)) number++;
  return `SnapShot-${number}`;
}

function snapshotsOf(record: NasRecord, lun: Lun): Snapshot[] {
  return record.snapshots.filter(({ lunUuid }) => lunUuid === lun.uuid);
}

/** Any characters will do, up to 256; @throws Refusal 18990004 */
function nameIn(parameters: Parameters): string | undefined {
  const name = parameters.get("snapshot_name");
  if (name === undefined || name === "") return undefined;
  if (typeof name !== "string" || name.length > longestName) {
    throw new Refusal(sanCode.badParameter);
  }
  return name;
}
