import type { Forge, ForgeAccess } from "./forge";
import { gitHub, gitea } from "./github";
import { gitLab } from "./gitlab";
import type { ForgeName } from "./surroundings";

export { untrusted } from "./body";
export { postComment, pullOf, type Outcome } from "./comment";
export { ForgeFailure } from "./failure";
export { destination, forges, type ForgeName } from "./surroundings";

const kinds: Readonly<Record<ForgeName, (access: ForgeAccess) => Forge>> = {
  github: gitHub,
  gitea,
  gitlab: gitLab,
};

/** Opens one repository on a forge. */
export function openForge(name: ForgeName, access: ForgeAccess): Forge {
  return kinds[name](access);
}
