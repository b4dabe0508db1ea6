import { listTargets } from "../../nas/dsm/targets";
import { requireLun } from "../../nas/lun/find";
import { maps, type Reference } from "../../nas/lun/survey";
import { parseLunReference, type NasRequest } from "../../nas/request";
import { listSnapshots } from "../../nas/snapshot/list";
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
  return parseLunReference(await requestsFor("snapshot list", name, stored, noPasswords));
}

/** The LUN as a restore works on it. */
export function restorableLun({ nas, lun }: LunOnNas, surroundings: Surroundings): World["nas"] {
  return {
    snapshots: async () =>
      (await onNas(nas, surroundings, (session) => listSnapshots(session, lun.name))).snapshots,
    sessions: async () => {
      const { sessions } = await onNas(nas, surroundings, async (session) => {
        const found = await requireLun(session, lun.name);
        const targets = (await listTargets(session)).filter((target) => maps(target, found));
        return { sessions: targets.flatMap((target) => target.sessions) };
      });
      return sessions;
    },
    revert: async (snapshot) =>
      await onLun(nas, lun.name, surroundings, (session) =>
        restoreSnapshot(session, lun.name, { snapshot }, reporter(surroundings)),
      ),
  };
}
