import type { Parameters } from "./parameters";
import { integer, text } from "./parameters";
import { Refusal, sanCode } from "./refusal";
import type { Settings } from "./settings";
import type { Lun, NasRecord } from "./state";

/** What a valid `create` asks for. */
export interface LunRequest {
  readonly name: string;
  readonly type: Lun["type"];
  readonly location: string;
  readonly size: number;
  readonly description: string;
  readonly attributes: Lun["attributes"];
}

/** Numeric ids of the LUN types. */
export const typeIds: Readonly<Record<Lun["type"], number>> = {
  FILE: 3,
  THIN: 7,
  ADV: 15,
  BLUN_THICK: 259,
  BLUN: 263,
  VDISK_BLUN: 295,
};

/** A LUN that begins its life, without what its request says. */
export const newLun = {
  action: "creating",
  loaded: true,
  revision: 0,
  restoredTime: 0,
  parent: null,
  sharedBytes: 0,
} as const satisfies Partial<Lun>;

/** Attributes of a LUN nobody asked for; `emulate_tpu` and `can_snapshot` must be requested. */
export const attributeDefaults: Lun["attributes"] = {
  emulate_3pc: 1,
  emulate_tpws: 1,
  emulate_caw: 1,
  emulate_tpu: 0,
  emulate_fua_write: 0,
  emulate_sync_cache: 0,
  can_snapshot: 0,
};

const gibibyte = 2 ** 30;
const longestName = 255;

/** Whether a name is so long that DSM creates the LUN and then reports a failure (measured at 255 characters). */
export function isTooLongButCreated(name: string): boolean {
  return name.length === longestName;
}

/**
 * A LUN name: letters, digits, `.`, `:`, `-` and `\`.
 *
 * @throws Refusal 18990503
 */
export function lunName(value: unknown): string {
  const valid =
    typeof value === "string" && /^[A-Za-z0-9.:\\-]+$/.test(value) && value.length <= longestName;
  if (!valid) throw new Refusal(sanCode.badName);
  return value;
}

/**
 * Requested attributes over the given ones.
 *
 * @throws Refusal 18990622 when it is no array of `{dev_attrib, enable: 0 | 1}` with known names
 */
export function attributesOver(base: Lun["attributes"], value: unknown): Lun["attributes"] {
  if (value === undefined) return base;
  if (!Array.isArray(value)) throw new Refusal(sanCode.badAttributes);
  const merged = { ...base };
  for (const entry of value as unknown[]) {
    const { dev_attrib: name, enable } = (entry ?? {}) as Record<string, unknown>;
    const known = typeof name === "string" && Object.hasOwn(attributeDefaults, name);
    if (!known || (enable !== 0 && enable !== 1)) throw new Refusal(sanCode.badAttributes);
    merged[name] = enable;
  }
  return merged;
}

/** @throws Refusal 18990502 unless `name` is a positive whole number of bytes */
export function sizeIn(parameters: Parameters, name: string): number {
  const size = integer(parameters, name);
  if (size === undefined || size < 1) throw new Refusal(sanCode.badSize);
  return size;
}

/**
 * Checks a `create` in DSM's order; the first violation answers.
 *
 * @param free free bytes of the volume the request names
 * @throws Refusal
 */
export function requireCreatable(
  parameters: Parameters,
  settings: Settings,
  record: NasRecord,
  free: (location: string) => number,
): LunRequest {
  const name = lunName(parameters.get("name"));
  const type = text(parameters, "type") ?? "";
  if (!isType(type)) throw new Refusal(sanCode.badType);
  const location = text(parameters, "location") ?? "";
  requireVolume(location, type, settings);
  const size = sizeIn(parameters, "size");
  const attributes = attributesOver(attributeDefaults, parameters.get("dev_attribs"));
  requireRoom(name, settings, record, free(location), isThick(type) ? size : 0);
  return {
    name,
    type,
    location,
    size,
    description: text(parameters, "description") ?? "",
    attributes,
  };
}

/**
 * Checks that one more LUN fits: its name, the number of LUNs, the space of its volume.
 *
 * @param free free bytes of the volume; @param needed bytes the LUN takes at once
 * @throws Refusal 18990538, 18990541 or 18990002
 */
export function requireRoom(
  name: string,
  settings: Settings,
  record: NasRecord,
  free: number,
  needed: number,
): void {
  if (record.luns.some((lun) => lun.name === name)) throw new Refusal(sanCode.duplicateLunName);
  if (record.luns.length >= settings.maxLuns) throw new Refusal(sanCode.tooManyLuns);
  if (free < gibibyte || needed > free) throw new Refusal(sanCode.noSpace);
}

/**
 * Checks that a LUN of this type can lie on a volume.
 *
 * @throws Refusal 18990501 when there is no such volume, 18990318 when the type needs the other filesystem
 */
export function requireVolume(location: string, type: Lun["type"], settings: Settings): void {
  const volume = Object.hasOwn(settings.volumes, location) ? settings.volumes[location] : undefined;
  if (volume === undefined) throw new Refusal(sanCode.badLocation);
  if (!fits(type, volume.filesystem)) throw new Refusal(sanCode.wrongFilesystem);
}

/** Whether a type takes all its space at once. */
export function isThick(type: Lun["type"]): boolean {
  return type === "BLUN_THICK" || type === "FILE";
}

function isType(value: string): value is Lun["type"] {
  return Object.hasOwn(typeIds, value) && value !== "VDISK_BLUN";
}

function fits(type: Lun["type"], filesystem: "btrfs" | "ext4"): boolean {
  if (type === "BLUN" || type === "BLUN_THICK") return filesystem === "btrfs";
  return type === "ADV" ? filesystem === "ext4" : true;
}
