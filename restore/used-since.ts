import type { Present, Wanted } from "./plan";
import type { World } from "./world";

/**
 * Whether a LUN that a run has set back, before it was cut off, was used since. Then the restore is no longer under way:
 * to go on with it would say that the LUN holds the snapshot, and it holds more.
 *
 * @returns what was seen; undefined when nothing has used it
 */
export async function usedSince(
  { isHome }: Wanted,
  { progress, pods, sessions }: Omit<Present, "over">,
  { controller, nas }: World,
): Promise<string | undefined> {
  if (progress?.restoredAt === undefined) return undefined;
  const { restoredTime } = await nas.condition();
  if (restoredTime * 1000 !== Date.parse(progress.restoredAt))
    return "the NAS has set the LUN back again since";
  const users = [...pods, ...sessions.map(({ iqn, address }) => `${iqn} from ${address}`)];
  if (users.length > 0) return `${users.join(", ")} uses the LUN since`;
  if (isHome && (await controller.generation()) !== progress.generation)
    return "the controller was changed since, and may have run";
  return undefined;
}
