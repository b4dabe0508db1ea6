import { z } from "zod";

import { Failure } from "../failure";
import { noSuchVolume } from "./errors";
import type { Session } from "./session";

/** What the tool needs to know of a volume. */
export interface Volume {
  /** `normal` when healthy; anything else is DSM's word for the trouble. */
  readonly status: string;
  readonly fileSystem: string;
  readonly readOnly: boolean;
  readonly freeBytes: number;
}

// Sizes are strings on every measured DSM; numbers are accepted in case a version corrects that.
const bytes = z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number);
const answer = z.looseObject({
  volume: z
    .looseObject({
      fs_type: z.string(),
      status: z.string(),
      readonly: z.boolean().default(false),
      size_free_byte: bytes,
    })
    .optional(),
});

/** Looks a volume up by its path such as `/volume1`; undefined when the NAS has none there. */
export async function findVolume(session: Session, path: string): Promise<Volume | undefined> {
  try {
    const { volume } = await session.read(
      {
        api: "SYNO.Core.Storage.Volume",
        method: "get",
        parameters: { volume_path: path },
        notBusy: noSuchVolume,
      },
      answer.optional().transform((data) => ({ volume: data?.volume })),
    );
    return volume === undefined
      ? undefined
      : {
          status: volume.status,
          fileSystem: volume.fs_type,
          readOnly: volume.readonly,
          freeBytes: volume.size_free_byte,
        };
  } catch (error) {
    if (error instanceof Failure && error.details.dsmCode === noSuchVolume) return undefined;
    throw error;
  }
}
