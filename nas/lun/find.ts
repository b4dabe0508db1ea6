import { listLuns, type Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { Failure } from "../failure";

/** @throws Failure `failed` when the NAS has no LUN of this name, naming those it has */
export async function requireLun(session: Session, name: string): Promise<Lun> {
  return lunNamed(await listLuns(session), name);
}

/** @throws Failure `failed` when none of the LUNs has this name, naming those there are */
export function lunNamed(luns: readonly Lun[], name: string): Lun {
  const lun = luns.find((candidate) => candidate.name === name);
  if (lun !== undefined) return lun;
  const names = luns.map((candidate) => JSON.stringify(candidate.name)).join(", ") || "none";
  throw new Failure(
    "failed",
    `lun.name: expected a LUN of the NAS, got ${JSON.stringify(name)}; it has ${names}`,
  );
}
