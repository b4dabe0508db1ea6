import { z } from "zod";

import type { Session } from "./session";

const api = "SYNO.Core.ISCSI.LUN";

/** A LUN as the NAS lists it. */
export interface Lun {
  readonly name: string;
  readonly uuid: string;
  readonly sizeBytes: number;
  readonly allocatedBytes: number;
  /** DSM's word for the kind, such as `BLUN` (thin, on btrfs, with snapshots). */
  readonly type: string;
  /** Path of the volume, such as `/volume1`. */
  readonly volume: string;
  readonly description: string;
  /** DSM's SCSI attributes by name; absent ones are not listed by the NAS. */
  readonly attributes: Readonly<Record<string, boolean>>;
  /** `normal` when usable. */
  readonly status: string;
  /** True while DSM still works on the LUN; mapping it then fails. */
  readonly locked: boolean;
  /** When a snapshot was last restored to it, in seconds since 1970; 0 = never. */
  readonly restoredTime: number;
  /** Uuid of the snapshot it was cloned from; empty when it was not, or when the NAS does not say. */
  readonly clonedFrom: string;
}

const flag = z.union([z.boolean(), z.number()]).transform(Boolean);
const row = z
  .looseObject({
    name: z.string(),
    uuid: z.string().min(1),
    size: z.number(),
    type_str: z.string().optional(),
    type: z.union([z.number(), z.string()]),
    location: z.string(),
    description: z.string().default(""),
    allocated_size: z.number().default(0),
    status: z.string().default("normal"),
    is_action_locked: flag.default(false),
    restored_time: z.number().default(0),
    family_config: z.looseObject({ parent_snapshot_uuid: z.string().default("") }).nullish(),
    dev_attribs: z.array(z.looseObject({ dev_attrib: z.string(), enable: flag })).default([]),
  })
  .transform((lun): Lun => ({
    name: lun.name,
    uuid: lun.uuid,
    sizeBytes: lun.size,
    allocatedBytes: lun.allocated_size,
    type: lun.type_str ?? String(lun.type),
    volume: lun.location,
    description: lun.description,
    attributes: Object.fromEntries(
      lun.dev_attribs.map(({ dev_attrib, enable }) => [dev_attrib, enable]),
    ),
    status: lun.status,
    locked: lun.is_action_locked,
    restoredTime: lun.restored_time,
    clonedFrom: lun.family_config?.parent_snapshot_uuid ?? "",
  }));
const listing = z.looseObject({ luns: z.array(row) });

/**
 * Every LUN of the NAS. Without `types` or `location`: a filter hides kinds such as VDISK_BLUN, whose names are taken
 * all the same.
 */
export async function listLuns(session: Session): Promise<readonly Lun[]> {
  const { luns } = await session.read(
    {
      api,
      method: "list",
      parameters: {
        additional: ["allocated_size", "status", "is_action_locked", "family_config"],
      },
    },
    listing,
  );
  return luns;
}

/** Asks for a new thin LUN on btrfs. Its outcome must be looked up: an error does not mean that there is none. */
export async function createLun(
  session: Session,
  lun: Pick<Lun, "name" | "volume" | "sizeBytes" | "description" | "attributes">,
): Promise<void> {
  await session.write({
    api,
    method: "create",
    parameters: {
      name: lun.name,
      type: "BLUN",
      location: lun.volume,
      size: lun.sizeBytes,
      description: lun.description,
      dev_attribs: Object.entries(lun.attributes).map(([dev_attrib, enable]) => ({
        dev_attrib,
        enable: enable ? 1 : 0,
      })),
    },
  });
}

/** Asks for a larger size. The caller has made sure that it is larger: DSM's answer to a smaller one is unknown. */
export async function growLun(session: Session, uuid: string, sizeBytes: number): Promise<void> {
  await session.write({ api, method: "set", parameters: { uuid, new_size: sizeBytes } });
}

/** Maps a LUN to a target beside whatever is mapped already. DSM chooses the mapping index: the lowest free one, from 1. */
export async function mapLun(session: Session, uuid: string, targetId: string): Promise<void> {
  await session.write({ api, method: "map_target", parameters: { uuid, target_ids: [targetId] } });
}

/** Takes the mapping to one target away; those to others stay. The data stays too. */
export async function unmapLun(session: Session, uuid: string, targetId: string): Promise<void> {
  await session.write({
    api,
    method: "unmap_target",
    parameters: { uuid, target_ids: [targetId] },
  });
}

/** Gives the LUN another name; uuid, serial and content stay. */
export async function renameLun(session: Session, uuid: string, name: string): Promise<void> {
  await session.write({ api, method: "set", parameters: { uuid, new_name: name } });
}

/**
 * Deletes a LUN with its snapshots. DSM refuses nothing here, not even a mapped LUN: the caller has looked. Success
 * comes before the LUN has left the listing.
 */
export async function removeLun(session: Session, uuid: string): Promise<void> {
  await session.write({ api, method: "delete", parameters: { uuid } });
}
