import { listLuns, type Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { listTargets, type Target } from "../dsm/targets";
import type { EnsureRequest, LunReference } from "../request";
import { ownerOf } from "./owner";
import { retiredFrom } from "./retired-name";

/** What is asked for, without how to reach the NAS. */
export type Wanted = Omit<EnsureRequest, "nas">;

/** The names of a LUN and its target, without how to reach the NAS. */
export type Reference = Pick<LunReference, "lun" | "target">;

/** One line of progress for the operator. */
export type Report = (line: string) => void;

/** What the NAS has under the names of the request. */
export interface Survey {
  readonly lun: Lun | undefined;
  /** The last LUN of this stack that was retired from the wanted name; looked for where there is no LUN of that name. */
  readonly retired: Lun | undefined;
  /** The target with the wanted name and IQN. */
  readonly target: Target | undefined;
  /** Targets that have the wanted name or the wanted IQN, but not both. */
  readonly halfMatches: readonly Target[];
  /** Mapping index of the LUN on the target. */
  readonly mappingIndex: number | undefined;
  /** Targets other than the wanted one to which the LUN is mapped. */
  readonly otherTargets: readonly Target[];
  /** How many LUNs and targets the NAS has in all: what its limits count. */
  readonly counts: { readonly luns: number; readonly targets: number };
}

/** A survey of a LUN that is known by whatever name it has. */
export type Picked = Omit<Survey, "retired">;

/** Reads LUNs and targets afresh and picks what the request names. */
export async function survey(session: Session, { lun, target }: Reference): Promise<Survey> {
  const [luns, targets] = [await listLuns(session), await listTargets(session)];
  const current = luns.find(({ name }) => name === lun.name);
  return {
    ...pick(current, targets, target, luns.length),
    retired: current === undefined ? lastRetired(luns, { lun, target }) : undefined,
  };
}

/** One whose mark was edited away is taken for this stack's: it carries the name. */
function lastRetired(luns: readonly Lun[], { lun, target }: Reference): Lun | undefined {
  return retiredFrom(luns, lun.name)
    .filter(({ description }) => (ownerOf(description) ?? target.iqn) === target.iqn)
    .at(-1);
}

/** Sorts targets by what they have to do with a LUN and the wanted target. */
export function pick(
  lun: Lun | undefined,
  targets: readonly Target[],
  { name, iqn }: Reference["target"],
  lunCount: number,
): Picked {
  const target = targets.find((candidate) => candidate.name === name && candidate.iqn === iqn);
  return {
    lun,
    target,
    halfMatches: targets.filter(
      (candidate) => candidate !== target && (candidate.name === name || candidate.iqn === iqn),
    ),
    mappingIndex: target?.mappings.find(({ lunUuid }) => lunUuid === lun?.uuid)?.index,
    otherTargets: targets.filter(
      (candidate) => candidate !== target && lun !== undefined && maps(candidate, lun),
    ),
    counts: { luns: lunCount, targets: targets.length },
  };
}

/** Whether the LUN is mapped to the target. */
export function maps({ mappings }: Target, { uuid }: Lun): boolean {
  return mappings.some(({ lunUuid }) => lunUuid === uuid);
}
