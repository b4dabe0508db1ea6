import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

import { size } from "../../nas/output/units";
import { requireLun } from "../../nas/lun/find";
import { offerRehearsal, rehearsalOf, removeRehearsal } from "../../nas/snapshot/rehearsal";
import { onLun } from "../../nas/verbs/on-nas";
import { reporter } from "../../nas/verbs/verb";
import { fileKey } from "../../nas/run-folder";
import { RestoreRefused } from "../../restore/failure";
import { openFileSystem } from "../../restore/file-system";
import { copyLun } from "../../restore/image";
import type { RehearsalWorld } from "../../restore/rehearse";
import { programs } from "../../restore/tool";
import type { LunOnNas } from "./nas";
import type { OperatedStack } from "./stack";

/** What a rehearsal of one snapshot works with on this machine. */
export interface Rehearsing {
  /** Name or uuid. */
  readonly snapshot: string;
  /** Folder that takes the copy; it has to have room for all that the LUN holds. */
  readonly folder: string;
  /** Ends the copying. */
  readonly ended: AbortSignal;
}

/** A rehearsal on the NAS of a stack, with a copy on this machine. */
export function rehearsalWorld(
  { stored, surroundings }: OperatedStack,
  live: LunOnNas,
  { snapshot, folder, ended }: Rehearsing,
): RehearsalWorld {
  const { nas, storage } = stored.sections;
  const report = reporter(surroundings);
  // The user is another one in each rehearsal too: a target daemon may know one password for a user.
  const word = randomBytes(6).toString("hex");
  const chap = { user: `rehearsal-${word}`, password: randomBytes(8).toString("hex") };
  const { target, lun } = rehearsalOf(live);
  const run = programs(ended);
  // The same in every run, so that one that was killed leaves no second copy of a whole home behind.
  const copies = join(folder, `jenkins-stack-${fileKey(live.nas.url, lun.name)}`);
  const copy = join(copies, "lun.raw");
  return {
    offer: async () => {
      rmSync(copies, { recursive: true, force: true });
      // It will hold every secret of the home.
      mkdirSync(copies, { recursive: true, mode: 0o700 });
      const { held } = await onLun(live.nas, live.lun.name, surroundings, async (session) => {
        await offerRehearsal(session, live, { snapshot, chap }, report);
        return { held: (await requireLun(session, lun.name)).allocatedBytes };
      });
      const { bavail, bsize } = statfsSync(copies);
      if (held > bavail * bsize)
        throw new RestoreRefused(
          `--folder: expected room for the ${size(held)} that the clone holds, got ${size(bavail * bsize)} free in ${JSON.stringify(folder)}; name another folder`,
        );
    },
    open: async () => {
      report(`copying the clone to ${folder}`);
      await copyLun(run, { portal: nas.portal, iqn: target.iqn, lun: 1, chap }, copy);
      const type = storage.luns[live.lun.name]?.fsType ?? "ext4";
      report(`checking the ${type} file system in the copy`);
      return await openFileSystem(run, type, copy);
    },
    remove: async () => {
      rmSync(copies, { recursive: true, force: true });
      await onLun(live.nas, live.lun.name, surroundings, async (session) => ({
        removed: await removeRehearsal(session, live, report),
      }));
    },
  };
}
