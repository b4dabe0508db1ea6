import { text, type Parameters } from "./parameters";
import { Refusal, sanCode } from "./refusal";
import type { Host, Lun, NasRecord, Snapshot, Target } from "./state";

const uuidShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The LUN that `get` names by `uuid`: DSM takes the name of the LUN there too.
 *
 * @throws Refusal 18990505 or 18990531
 */
export function lunByUuidOrName(record: NasRecord, parameters: Parameters): Lun {
  const wanted = text(parameters, "uuid");
  if (wanted === undefined) throw new Refusal(sanCode.badUuid);
  return found(
    record.luns.find(({ uuid }) => uuid === wanted) ??
      record.luns.find(({ name }) => name === wanted),
    sanCode.noSuchLun,
  );
}

/**
 * The LUN that every other method names by uuid. That a name is refused there is not known of DSM; no client
 * sends one, and one that does would change what it has not identified.
 *
 * @throws Refusal 18990508, 18990505 or 18990531
 */
export function lunOf(
  record: NasRecord,
  parameters: Parameters,
  parameter: "uuid" | "src_lun_uuid" = "uuid",
): Lun {
  if (parameter === "src_lun_uuid" && !parameters.has(parameter)) {
    throw new Refusal(sanCode.missingParameter);
  }
  return lunWith(record, parameters.get(parameter));
}

/** The LUN with this uuid; @throws Refusal 18990505 or 18990531 */
export function lunWith(record: NasRecord, wanted: unknown): Lun {
  if (typeof wanted !== "string" || !uuidShape.test(wanted)) throw new Refusal(sanCode.badUuid);
  return found(
    record.luns.find(({ uuid }) => uuid === wanted),
    sanCode.noSuchLun,
  );
}

/** The snapshot that `snapshot_uuid` names; @throws Refusal 18990508 or 18990532 */
export function snapshotOf(record: NasRecord, parameters: Parameters): Snapshot {
  if (!parameters.has("snapshot_uuid")) throw new Refusal(sanCode.missingParameter);
  const wanted = text(parameters, "snapshot_uuid");
  return found(
    record.snapshots.find(({ uuid }) => uuid === wanted),
    sanCode.noSuchSnapshot,
  );
}

/**
 * The target that `target_id` names: its id **as a string**, or its name; a number is refused (measured on DSM).
 *
 * @throws Refusal 18990710
 */
export function targetOf(record: NasRecord, parameters: Parameters): Target {
  const wanted = text(parameters, "target_id");
  return found(
    record.targets.find(({ targetId }) => String(targetId) === wanted) ??
      record.targets.find(({ name }) => name === wanted),
    sanCode.badTargetId,
  );
}

/**
 * The targets that `target_ids` names; its elements may be numbers or strings, unlike `target_id` elsewhere.
 *
 * @throws Refusal 18990508 or 18990710
 */
export function targetsOf(record: NasRecord, parameters: Parameters): Target[] {
  return elements(parameters, "target_ids", sanCode.badTargetId).map((id) =>
    found(
      record.targets.find(({ targetId }) => id === targetId || id === String(targetId)),
      sanCode.badTargetId,
    ),
  );
}

/** The LUNs that `lun_uuids` names; @throws Refusal 18990508, 18990505 or 18990531 */
export function lunsOf(record: NasRecord, parameters: Parameters): Lun[] {
  return elements(parameters, "lun_uuids", sanCode.badUuid).map((uuid) => lunWith(record, uuid));
}

/** The host that `host_id` names, as string or number; @throws Refusal 18990004 */
export function hostOf(record: NasRecord, parameters: Parameters): Host {
  const wanted = parameters.get("host_id");
  return found(
    record.hosts.find(({ hostId }) => hostId === wanted || hostId === String(wanted)),
    sanCode.badParameter,
  );
}

/** The elements of an array parameter; @throws Refusal 18990508 when it is absent, `code` when it is no array */
export function elements(parameters: Parameters, name: string, code: number): unknown[] {
  const value = parameters.get(name);
  if (value === undefined) throw new Refusal(sanCode.missingParameter);
  if (!Array.isArray(value)) throw new Refusal(code);
  return value as unknown[];
}

function found<Thing>(thing: Thing | undefined, code: number): Thing {
  if (thing === undefined) throw new Refusal(code);
  return thing;
}
