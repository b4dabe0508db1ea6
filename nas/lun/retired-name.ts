import type { Lun } from "../dsm/luns";

/** Name of a retired LUN: the day is for people, the six digits of the uuid make it the LUN's own. */
export function retiredName(name: string, uuid: string, day: Date): string {
  return `${name}.retired-${day.toISOString().slice(0, 10).replaceAll("-", "")}-${uuid.slice(0, 6).toLowerCase()}`;
}

/** Whether a LUN was called `name` before it was retired. */
export function isRetired(lun: Pick<Lun, "name" | "uuid">, name: string): boolean {
  const rest = lun.name.startsWith(name) ? lun.name.slice(name.length) : "";
  return (
    /^\.retired-\d{8}-[0-9a-f]{6}$/.test(rest) && rest.endsWith(lun.uuid.slice(0, 6).toLowerCase())
  );
}

/** The LUNs that were called `name` before they were retired, in the order of the days in their names. */
export function retiredFrom(luns: readonly Lun[], name: string): readonly Lun[] {
  return luns.filter((lun) => isRetired(lun, name)).sort((a, b) => a.name.localeCompare(b.name));
}
