const firstMinute = 2 * 60;
const minutes = 4 * 60;

/** The window in which {@link quietSchedule} falls, in minutes after midnight UTC, the end excluded. */
export const quietWindow = { from: firstMinute, to: firstMinute + minutes } as const;

/**
 * A daily schedule between 02:00 and 05:59 UTC, when the day's snapshot is on every mirror (after 01:30).
 *
 * Equal seeds give equal schedules; stacks that differ spread over the hours, which Gentoo's mirrors ask for.
 *
 * @param seed what tells this stack from others
 * @see https://www.gentoo.org/support/rsync-mirrors/
 */
export function quietSchedule(seed: string): string {
  const minute = firstMinute + (hash(seed) % minutes);
  return `${minute % 60} ${Math.floor(minute / 60)} * * *`;
}

/** FNV-1a, 32 bits: short, and its low bits spread well enough for minutes. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
