import type { Wanted } from "../../restore/plan";

/** A restore of the home in use to its snapshot `good`. */
export const good: Wanted = {
  stack: "prod",
  lun: "jenkins",
  snapshot: {
    name: "good",
    uuid: "uuid-of-good",
    description: "good",
    createdAt: "2026-11-21T12:00:01.000Z",
    present: false,
  },
  keptAs: "before-restore-good",
  isHome: true,
  maintenance: false,
};
