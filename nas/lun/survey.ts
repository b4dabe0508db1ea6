import { listLuns, type Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { listTargets, type Target } from "../dsm/targets";
import type { EnsureRequest, LunReference } from "../request";

/** What is asked for, without how to reach the NAS. */
export type Wanted = Omit<EnsureRequest, "nas">;

/** The names of a LUN and its target, without how to reach the NAS. */
export type Reference = Pick<LunReference, "lun" | "target">;

/** One line of progress for the operator. */
export type Report = (line: string) => void;

/** What the NAS has under the names of the request. */
export interface Survey {
  readonly lun: Lun | undefined;
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

/** Reads LUNs and targets afresh and picks what the request names. */
export async function survey(session: Session, { lun, target }: Reference): Promise<Survey> {
  const [luns, targets] = [await listLuns(session), await listTargets(session)];
  return pick(
    luns.find(({ name }) => name === lun.name),
    targets,
    target,
    luns.length,
  );
}

/** Sorts targets by what they have to do with a LUN and the wanted target. */
export function pick(
  lun: Lun | undefined,
  targets: readonly Target[],
  { name, iqn }: Reference["target"],
  lunCount: number,
): Survey {
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
