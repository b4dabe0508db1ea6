const binary = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** Size for people in the largest unit that leaves a number from 1, with at most one decimal. */
export function size(bytes: number): string {
  const power = Math.min(binary.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${Math.round((10 * bytes) / 1024 ** power) / 10} ${binary[power] ?? ""}`;
}

const spans = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** How long something is ago, for people: its one largest unit. */
export function age(seconds: number): string {
  for (const [name, length] of spans) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${count} ${name}${count === 1 ? "" : "s"}`;
  }
  return "under a minute";
}

/** A moment in UTC to the minute, the same on every machine. */
export function moment(epochSeconds: number): string {
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** A day in UTC, such as 2026-11-21. */
export function day(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().slice(0, 10);
}

/** How many days ago, for what is known to the day only. */
export function wholeDays(seconds: number): string {
  return seconds < 86_400 ? "today" : age(seconds);
}
