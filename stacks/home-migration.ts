import type { Sections } from "./settings";

type Homes = Pick<Sections, "storage" | "jenkins">;
type Migration = NonNullable<Sections["storage"]["migration"]>;

/** Claim that a migrated home goes to. */
export function newHome({ to }: Pick<Migration, "to">, { jenkins }: Homes): string {
  return to ?? jenkins.claim;
}

/** Whether something else than this stack made the claim that a home comes from. */
export function isForeign({ from }: Pick<Migration, "from">, { storage, jenkins }: Homes): boolean {
  return from.claim !== jenkins.claim && storage.homes[from.claim] === undefined;
}
