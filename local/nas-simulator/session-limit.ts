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
  const limited = store.record.targets.filter(
    ({ maxSessions, mappings }) => maxSessions > 0 && mappings.length > 0,
  );
  if (limited.length === 0) return ended;
  const sessions = await tgt.allSessions();
  for (const { targetId, maxSessions } of limited) {
    for (const session of (sessions.get(targetId) ?? []).slice(maxSessions)) {
      await tgt.endSession(targetId, session);
      ended++;
    }
  }
  return ended;
}
