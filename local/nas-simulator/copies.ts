import { randomUUID } from "node:crypto";

import type { Call, Method } from "./api";
import { isThick, lunName, newLun, requireRoom, requireVolume } from "./lun-rules";
import { lunOf, snapshotOf } from "./lookups";
import { text } from "./parameters";
import { Refusal, sanCode } from "./refusal";
import type { Settings } from "./settings";
import type { Lun } from "./state";
import type { Store } from "./store";
import { freeBytes } from "./volumes";

/** A clone before it is made. */
interface CloneRequest {
  readonly name: unknown;
  readonly description: string;
  readonly location: string;
  /** Uuid of the LUN or the snapshot whose content it gets. */
  readonly content: string;
  readonly size: number;
  readonly parent: NonNullable<Lun["parent"]>;
}

/**
 * `clone`, `clone_snapshot` and `stop_clone` of `SYNO.Core.ISCSI.LUN`: real copies, independent of what they were made
 * of. A copy that is stopped while it still settles is gone.
 */
export function copyMethods(settings: Settings, store: Store): Readonly<Record<string, Method>> {
  const copy = async (source: Lun, request: CloneRequest): Promise<string> => {
    const name = lunName(request.name);
    const { location, size, parent, description } = request;
    requireVolume(location, source.type, settings);
    const needed = isThick(source.type) ? size : 0;
    requireRoom(name, settings, store.record, freeBytes(settings, store, location), needed);
    const uuid = randomUUID();
    await store.copyFile(request.content, uuid);
    // A reflink: the copy reports what it holds, but takes nothing of its own volume until it is written to.
    const sharedBytes =
      location === source.location ? store.allocatedBytes({ ...source, uuid }) : 0;
    await store.change((draft) => {
      const lunId = draft.nextLunId++;
      const { type, attributes } = source;
      const settledAt = store.settledAt("clone");
      draft.luns.push({
        ...newLun,
        ...{ uuid, lunId, name, description, type, location, size, attributes },
        ...{ parent, sharedBytes, action: "cloning", settledAt },
      });
    });
    return uuid;
  };

  const clone = async ({ parameters }: Call): Promise<unknown> => {
    const source = lunOf(store.record, parameters, "src_lun_uuid");
    if (!parameters.has("dst_lun_name")) throw new Refusal(sanCode.missingParameter);
    const uuid = await copy(source, {
      name: parameters.get("dst_lun_name"),
      description: text(parameters, "description") ?? "",
      location: text(parameters, "dst_location") ?? source.location,
      content: source.uuid,
      size: source.size,
      parent: { lunUuid: source.uuid, lunName: source.name, snapshotUuid: "", snapshotTime: 0 },
    });
    return { dst_lun_uuid: uuid };
  };

  const cloneSnapshot = async ({ parameters }: Call): Promise<unknown> => {
    const source = lunOf(store.record, parameters, "src_lun_uuid");
    const snapshot = snapshotOf(store.record, parameters);
    if (snapshot.lunUuid !== source.uuid) throw new Refusal(sanCode.noSuchSnapshot);
    if (!parameters.has("cloned_lun_name")) throw new Refusal(sanCode.missingParameter);
    const uuid = await copy(source, {
      name: parameters.get("cloned_lun_name"),
      description: text(parameters, "description") ?? "",
      location: source.location,
      content: snapshot.uuid,
      size: snapshot.size,
      parent: {
        lunUuid: source.uuid,
        lunName: source.name,
        snapshotUuid: snapshot.uuid,
        snapshotTime: snapshot.createTime,
      },
    });
    return { cloned_lun_uuid: uuid };
  };

  const stopClone = async ({ parameters }: Call): Promise<void> => {
    const source = lunOf(store.record, parameters, "src_lun_uuid");
    const stopped = store.record.luns.filter(
      (lun) =>
        lun.action === "cloning" && store.isLocked(lun) && lun.parent?.lunUuid === source.uuid,
    );
    await store.change((draft) => {
      draft.luns = draft.luns.filter((lun) => stopped.every(({ uuid }) => uuid !== lun.uuid));
    });
    for (const { uuid } of stopped) store.removeFile(uuid);
  };

  return { clone, clone_snapshot: cloneSnapshot, stop_clone: stopClone };
}
