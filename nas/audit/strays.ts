import type { Lun } from "../dsm/luns";
import type { Target } from "../dsm/targets";
import { ownerOf } from "../lun/owner";
import { maps, type Wanted } from "../lun/survey";
import { day } from "../output/units";

/** Why an object is listed: it carries this program's mark or belongs to such an object, and no request describes it. */
export type StrayKind =
  | "retired LUN"
  | "clone"
  | "LUN of no request"
  | "LUN without mapping"
  | "target of no request"
  | "target without LUN";

/** An object of the NAS that carries this program's mark or prefix and belongs to no LUN of the requests. */
export interface Stray {
  readonly kind: StrayKind;
  readonly name: string;
  /** IQN of a target, or that in the mark of a LUN. */
  readonly iqn: string;
  /** Space taken on the volume; 0 for a target. Clones share blocks, so the sum says too much. */
  readonly takenBytes: number;
  /** Initiators logged in: such an object is in use, whoever describes it. */
  readonly sessions: number;
  /** Day on which it was retired or a snapshot was last restored to it, `yyyy-mm-dd`; null when the NAS keeps no date. */
  readonly since: string | null;
}

/**
 * Picks what this program has left on the NAS: LUNs with its mark that no request describes, targets that offer such
 * LUNs or none at all, and halves of what an interrupted run was making. Objects without the mark or prefix are
 * other people's and never listed.
 */
export function findStrays(
  wanted: readonly Wanted[],
  luns: readonly Lun[],
  targets: readonly Target[],
): readonly Stray[] {
  const names = new Set(wanted.map(({ lun }) => lun.name));
  const iqns = new Set(wanted.map(({ target }) => target.iqn));
  const prefixes = [...iqns].map(prefixOf);
  const marked = luns.filter(({ description }) => ownerOf(description) !== undefined);
  const strayLuns = marked.filter(({ name }) => !names.has(name));
  const ofLuns = [
    ...strayLuns.map((lun) => lunStray(strayKind(lun), lun, targets)),
    ...luns
      .filter((lun) => names.has(lun.name) && mappedTo(lun, targets).length === 0)
      .map((lun) => lunStray("LUN without mapping", lun, targets)),
  ];
  const markedIqns = new Set(marked.map(({ description }) => ownerOf(description)));
  const ours = targets.filter(
    ({ iqn }) =>
      iqns.has(iqn) || markedIqns.has(iqn) || prefixes.some((prefix) => iqn.startsWith(prefix)),
  );
  const ofTargets = ours.flatMap((target): Stray[] => {
    const known = target.mappings.filter(({ lunUuid }) =>
      luns.some(({ uuid }) => uuid === lunUuid),
    );
    if (known.length === 0) return [targetStray("target without LUN", target)];
    const all = known.every(({ lunUuid }) => strayLuns.some(({ uuid }) => uuid === lunUuid));
    return all && !iqns.has(target.iqn) ? [targetStray("target of no request", target)] : [];
  });
  return [...ofLuns, ...ofTargets];
}

/** `iqn.2000-01.com.synology:nas0.jenkins` → `iqn.2000-01.com.synology:nas0.`: what the stack's targets have in common. */
function prefixOf(iqn: string): string {
  return iqn.replace(/[^.:]+$/, "");
}

function strayKind({ name, clonedFrom }: Lun): StrayKind {
  if (retirement.test(name)) return "retired LUN";
  return clonedFrom === "" ? "LUN of no request" : "clone";
}

const retirement = /\.retired-(\d{4})(\d{2})(\d{2})-[0-9a-f]{6}$/;

function lunStray(kind: StrayKind, lun: Lun, targets: readonly Target[]): Stray {
  const sessions = mappedTo(lun, targets).flatMap((target) => target.sessions);
  return {
    kind,
    name: lun.name,
    iqn: ownerOf(lun.description) ?? "",
    takenBytes: lun.allocatedBytes,
    sessions: sessions.length,
    since: retiredOn(lun.name) ?? (lun.restoredTime > 0 ? day(lun.restoredTime) : null),
  };
}

function targetStray(kind: StrayKind, { name, iqn, sessions }: Target): Stray {
  return { kind, name, iqn, takenBytes: 0, sessions: sessions.length, since: null };
}

function mappedTo(lun: Lun, targets: readonly Target[]): readonly Target[] {
  return targets.filter((target) => maps(target, lun));
}

function retiredOn(name: string): string | undefined {
  const [, year, month, date] = retirement.exec(name) ?? [];
  return year === undefined ? undefined : [year, month, date].join("-");
}
