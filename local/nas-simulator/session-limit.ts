import type { Store } from "./store";
import type { Tgtadm } from "./tgtadm";

/**
 * Enforces `max_sessions`: ends the newest sessions of a target that has too many.
 *
 * tgt knows no such limit, so a surplus session lives until the next look (DSM refuses its login instead), and its
 * initiator may come back at once. Sessions that follow one another never suffer.
 */
export async function endSurplusSessions(store: Store, tgt: Tgtadm): Promise<number> {
  let ended = 0;
  for (const { targetId, maxSessions, mappings } of store.record.targets) {
    if (maxSessions === 0 || mappings.length === 0) continue;
    for (const session of (await tgt.sessions(targetId)).slice(maxSessions)) {
      await tgt.endSession(targetId, session);
      ended++;
    }
  }
  return ended;
}
