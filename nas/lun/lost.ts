import type { Survey, Wanted } from "./survey";

/**
 * Why a missing LUN is not made, in one line; no line when it may be made. This tool makes the LUN before its target, so a
 * target without it is no half of an interrupted run: the LUN was lost, renamed or retired. An empty one in its place
 * would be formatted by the next pod, and only then would anybody see what is gone.
 *
 * @param existing whether the caller knows that the LUN was made before
 */
export function lossOf(
  { lun, target, retired }: Pick<Survey, "lun" | "target" | "retired">,
  wanted: Wanted,
  existing: boolean,
): string[] {
  if (lun !== undefined || (target === undefined && !existing)) return [];
  const expected = `lun.name: expected LUN ${JSON.stringify(wanted.lun.name)}, got `;
  const what = existing
    ? "this LUN was made before"
    : `target ${JSON.stringify(wanted.target.name)} was made for it`;
  const given = existing
    ? "remove it from the stack"
    : "delete the target to have an empty LUN made";
  if (retired === undefined)
    return [`${expected}none; ${what}: restore or clone it under this name, or ${given}`];
  const enable = target?.enabled === false ? " and enable the target" : "";
  return [
    `${expected}${JSON.stringify(retired.name)}; ${what}, and it was retired: rename it back${enable} in SAN Manager, or ${given}`,
  ];
}
