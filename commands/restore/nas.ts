import { parseLunSize } from "../../components/internal/quantity";
import { listTargets } from "../../nas/dsm/targets";
import { requireLun } from "../../nas/lun/find";
import { maps, type Reference } from "../../nas/lun/survey";
import { parseLunReference, type NasRequest } from "../../nas/request";
import { Failure } from "../../nas/failure";
import { isSettled } from "../../nas/lun/confirmed";
import { listSnapshots } from "../../nas/snapshot/list";
import { isPresent, prunePresents } from "../../nas/snapshot/present";
import { regrown } from "../../nas/snapshot/regrown";
import { restoreSnapshot } from "../../nas/snapshot/restore";
import { onLun, onNas } from "../../nas/verbs/on-nas";
import type { Surroundings } from "../../nas/verbs/surroundings";
import { reporter } from "../../nas/verbs/verb";
import type { World } from "../../restore/world";
import { requestsFor } from "../nas/requests";
import type { StoredStack } from "../nas/stored-stack";

/** A LUN of the settings, and the way to the NAS that has it. */
export interface LunOnNas extends Reference {
  readonly nas: NasRequest;
  /** Size that the settings want. */
  readonly wantedBytes: number;
}

/**
 * The LUN of the settings that is meant.
 *
 * @param lun name in the settings; default the one of the Jenkins home
 * @throws Failure `request` for a name that the settings do not have
 */
export async function lunOnNas(stored: StoredStack, lun: string | undefined): Promise<LunOnNas> {
  const noPasswords = (): Promise<readonly string[]> => Promise.resolve([]);
  const name = lun ?? stored.sections.jenkins.lun;
  const reference = parseLunReference(
    await requestsFor("snapshot list", name, stored, noPasswords),
  );
  const size = parseLunSize(stored.sections.storage.luns[name]?.size ?? "");
  return { ...reference, wantedBytes: size.ok ? size.value : 0 };
}

/** The LUN as a restore works on it. */
export function restorableLun(
  { nas, lun, wantedBytes }: LunOnNas,
  surroundings: Surroundings,
): World["nas"] {
  return {
    snapshots: async () => {
      const listed = await onNas(nas, surroundings, (session) => listSnapshots(session, lun.name));
      return listed.snapshots.map((one) => ({ ...one, present: isPresent(one) }));
    },
    sessions: async () => {
      const { sessions } = await onNas(nas, surroundings, async (session) => {
        const found = await requireLun(session, lun.name);
        const targets = (await listTargets(session)).filter((target) => maps(target, found));
        return { sessions: targets.flatMap((target) => target.sessions) };
      });
      return sessions;
    },
    condition: async () =>
      await onNas(nas, surroundings, async (session) => {
        const found = await requireLun(session, lun.name);
        const targets = (await listTargets(session)).filter((target) => maps(target, found));
        return {
          restoredTime: found.restoredTime,
          settled: isSettled(found),
          targets: targets.map(({ name, enabled }) => ({ name, enabled })),
        };
      }),
    revert: async (snapshot, open, writer) => {
      const wanted = { snapshot, open, ...(writer !== undefined && { writer }) };
      return await onLun(nas, lun.name, surroundings, (session) =>
        restoreSnapshot(session, lun.name, wanted, reporter(surroundings)),
      );
    },
    grow: async () => {
      const { grown } = await onLun(nas, lun.name, surroundings, (session) =>
        regrown(session, lun.name, wantedBytes, reporter(surroundings)),
      );
      return grown;
    },
    prune: async (spared) => {
      const report = reporter(surroundings);
      try {
        await onLun(nas, lun.name, surroundings, (session) =>
          prunePresents(session, lun.name, spared, report),
        );
      } catch (error) {
        // The restore is over and right; the next one deletes them.
        if (!(error instanceof Failure)) throw error;
        report(`old snapshots before-restore-… were not deleted: ${error.message}`);
      }
    },
  };
}
