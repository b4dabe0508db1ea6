import { z } from "zod";

import { Failure } from "../failure";
import { noSuchVolume } from "./errors";
import type { Session } from "./session";

/** What the tool needs to know of a volume. */
export interface Volume {
  /** Such as `/volume1`. */
  readonly path: string;
  /** `normal` when healthy; anything else is DSM's word for the trouble. */
  readonly status: string;
  readonly fileSystem: string;
  readonly readOnly: boolean;
  /** What can be written: the sum of the LUNs says nothing, clones and snapshots share blocks. */
  readonly freeBytes: number;
  /** Undefined when the NAS does not say. */
  readonly totalBytes: number | undefined;
}

const api = "SYNO.Core.Storage.Volume";

// Sizes are strings on every measured DSM; numbers are accepted in case a version corrects that.
const bytes = z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number);
const row = z
  .looseObject({
    volume_path: z.string().default(""),
    fs_type: z.string(),
    status: z.string(),
    readonly: z.boolean().default(false),
    size_free_byte: bytes,
    size_total_byte: bytes.optional(),
  })
  .transform((volume): Volume => ({
    path: volume.volume_path,
    status: volume.status,
    fileSystem: volume.fs_type,
    readOnly: volume.readonly,
    freeBytes: volume.size_free_byte,
    totalBytes: volume.size_total_byte,
  }));

/** Looks a volume up by its path such as `/volume1`; undefined when the NAS has none there. */
export async function findVolume(session: Session, path: string): Promise<Volume | undefined> {
  try {
    const data = await session.read(
      { api, method: "get", parameters: { volume_path: path }, notBusy: noSuchVolume },
      z.looseObject({ volume: row.optional() }).optional(),
    );
    return data?.volume === undefined ? undefined : { ...data.volume, path };
  } catch (error) {
    if (error instanceof Failure && error.details.dsmCode === noSuchVolume) return undefined;
    throw error;
  }
}

/** Every volume of the NAS. */
export async function listVolumes(session: Session): Promise<readonly Volume[]> {
  const { volumes } = await session.read(
    { api, method: "list", parameters: { offset: 0, limit: -1, location: "all" } },
    z.looseObject({ volumes: z.array(row) }),
  );
  return volumes;
}
