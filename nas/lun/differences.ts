import { Failure } from "../failure";
import { lossOf } from "./lost";
import { ownerMark, ownerOf } from "./owner";
import type { Survey, Wanted } from "./survey";

/** Attributes the LUN must have: snapshots, discarded blocks returned to the volume, and writes that survive a power loss. */
export const wantedAttributes: Readonly<Record<string, boolean>> = {
  can_snapshot: true,
  emulate_tpu: true,
  emulate_fua_write: true,
  emulate_sync_cache: true,
};

/**
 * Everything on the NAS that contradicts the request, one line each; empty when the request can be carried out.
 *
 * A LUN of the wanted name is taken over in two cases only. It is this stack's own, by its mark or because it is mapped to
 * the wanted target: then it may also be grown. Or it equals the request in every respect, as one that was made by hand
 * for this stack does, or one whose description somebody edited: then taking it over changes nothing about it.
 * Anything else with that name may be another's data.
 *
 * @param existing whether a LUN that is missing contradicts the request; default no
 */
export function differences(found: Survey, wanted: Wanted, existing = false): string[] {
  return [
    ...lossOf(found, wanted, existing),
    ...lunDifferences(found, wanted),
    ...targetDifferences(found, wanted),
  ];
}

/** @throws Failure `refused` with every difference */
export function refuseDifferences(found: Survey, wanted: Wanted, existing = false): void {
  const lines = differences(found, wanted, existing);
  if (lines.length === 0) return;
  throw new Failure(
    "refused",
    [...lines, "the NAS differs from the request; nothing was changed"].join("\n"),
  );
}

function lunDifferences({ lun, mappingIndex, otherTargets }: Survey, wanted: Wanted): string[] {
  if (lun === undefined) return [];
  const lines: string[] = [];
  const owner = ownerOf(lun.description);
  const own = owner === wanted.target.iqn || mappingIndex !== undefined;
  if (owner !== undefined && owner !== wanted.target.iqn)
    lines.push(
      difference(
        "lun.name",
        `a LUN of ${ownerMark(wanted.target.iqn)}`,
        ownerMark(owner),
        "another stack made this LUN; choose another name",
      ),
    );
  if (lun.type !== "BLUN")
    lines.push(
      difference(
        "lun.type",
        "BLUN",
        lun.type,
        "only this type has instant snapshots and returns space",
      ),
    );
  if (lun.volume !== wanted.lun.volume)
    lines.push(
      difference(
        "lun.volume",
        wanted.lun.volume,
        lun.volume,
        "DSM cannot move a LUN through this tool",
      ),
    );
  if (lun.sizeBytes > wanted.lun.sizeBytes)
    lines.push(
      difference(
        "lun.sizeBytes",
        wanted.lun.sizeBytes,
        lun.sizeBytes,
        "a LUN is never shrunk, that would cut its file system off; raise the setting",
      ),
    );
  if (lun.sizeBytes < wanted.lun.sizeBytes && !own)
    lines.push(
      difference(
        "lun.sizeBytes",
        wanted.lun.sizeBytes,
        lun.sizeBytes,
        "only a LUN that carries this stack's mark or mapping is grown",
      ),
    );
  for (const [name, value] of Object.entries(wantedAttributes))
    if ((lun.attributes[name] ?? false) !== value)
      lines.push(
        difference(
          `lun.${name}`,
          value,
          !value,
          "change it in SAN Manager > LUN > Edit > Advanced",
        ),
      );
  for (const other of otherTargets)
    lines.push(
      difference(
        "target.iqn",
        wanted.target.iqn,
        other.iqn,
        `LUN ${JSON.stringify(lun.name)} is mapped to this other target`,
      ),
    );
  return lines;
}

function targetDifferences(
  { lun, retired, target, halfMatches, mappingIndex }: Survey,
  wanted: Wanted,
): string[] {
  const lines = halfMatches.map((other) =>
    other.iqn === wanted.target.iqn
      ? difference(
          "target.name",
          wanted.target.name,
          other.name,
          `the target with IQN ${JSON.stringify(other.iqn)} has this name`,
        )
      : difference(
          "target.iqn",
          wanted.target.iqn,
          other.iqn,
          `the target named ${JSON.stringify(other.name)} has this IQN`,
        ),
  );
  // Enabling the target of a LUN that is gone would help nobody.
  if (target?.enabled === false && lun !== undefined)
    lines.push(
      difference(
        "target.enabled",
        true,
        false,
        "enable it in SAN Manager > iSCSI, or run the restore or retirement again that was cut off",
      ),
    );
  // Setting CHAP would lock out whoever uses the other LUN, and the initiators here would see it.
  const own = (lun ?? retired)?.uuid;
  for (const other of target?.mappings.filter(({ lunUuid }) => lunUuid !== own) ?? [])
    lines.push(
      difference(
        "target.mappings",
        "no other LUN",
        other.lunUuid,
        `the target maps it at index ${other.index}`,
      ),
    );
  if (mappingIndex !== undefined && mappingIndex !== wanted.mappingIndex)
    lines.push(
      difference(
        "mappingIndex",
        wanted.mappingIndex,
        mappingIndex,
        "the PersistentVolume names this number; correct the setting",
      ),
    );
  if (mappingIndex === undefined && wanted.mappingIndex !== 1)
    lines.push(
      difference(
        "mappingIndex",
        wanted.mappingIndex,
        1,
        "DSM gives the first LUN of a target this number",
      ),
    );
  return lines;
}

/** One line for one thing that is not as requested. */
export function difference(path: string, expected: unknown, got: unknown, why: string): string {
  return `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}; ${why}`;
}
