import { attributed, type Attributed } from "../../failover";
import { processSurroundings } from "../../nas/cli";
import { listTargets } from "../../nas/dsm/targets";
import { onNas } from "../../nas/verbs/on-nas";
import { parseDescribed } from "../../nas/verbs/requests";
import { requestsFor } from "../nas/requests";
import type { StoredStack } from "../nas/stored-stack";

/**
 * Who is logged in to the targets of a stack, as its NAS has it now.
 *
 * @throws Failure when the NAS does not answer: without its word, nobody knows whether a node is gone
 */
export async function sessionsOfStack(stored: StoredStack): Promise<readonly Attributed[]> {
  const requests = await requestsFor("drift", undefined, stored, () => Promise.resolve([]));
  const { nas, wanted } = parseDescribed(requests);
  const iqns = new Set(wanted.map(({ target }) => target.iqn));
  const { sessions } = await onNas(nas, processSurroundings(), async (session) => ({
    sessions: (await listTargets(session))
      .filter(({ iqn }) => iqns.has(iqn))
      .flatMap(({ name, sessions: loggedIn }) => loggedIn.map((one) => ({ target: name, ...one }))),
  }));
  return attributed(sessions, stored.sections.network.nodes);
}
