import { Connection } from "../dsm/connection";
import { identify } from "../dsm/nodes";
import { defaultPatience } from "../dsm/patience";
import { Session } from "../dsm/session";
import { trustWarning } from "../dsm/tls";
import { withLock } from "../lock";
import { RefusedCredential } from "../refused-credential";
import type { NasRequest } from "../request";
import { fileKey, runFolder } from "../run-folder";
import type { Surroundings } from "./surroundings";
import { reporter } from "./verb";

/** The way to a NAS and what is remembered of its refusals. Warns when the certificate is not verified. */
export function wayTo(
  nas: NasRequest,
  surroundings: Surroundings,
): { readonly connection: Connection; readonly memory: RefusedCredential } {
  const { temporaryFolder, patience = defaultPatience } = surroundings;
  const warning = trustWarning(nas);
  if (warning !== undefined) reporter(surroundings)(warning);
  return {
    connection: new Connection(nas, patience),
    memory: new RefusedCredential(runFolder(temporaryFolder), nas.url, nas),
  };
}

/**
 * Logs in to the NAS, makes sure that it is the pinned one, works, and logs out.
 *
 * @returns what the work gave, and the identity of the NAS
 */
export async function onNas<T extends object>(
  nas: NasRequest,
  surroundings: Surroundings,
  work: (session: Session) => Promise<T>,
): Promise<T & { readonly nodeUuid: string }> {
  const { connection, memory } = wayTo(nas, surroundings);
  return await Session.during(connection, nas, memory, async (session) => {
    const nodeUuid = await identify(session, nas.nodeUuid);
    return { ...(await work(session)), nodeUuid };
  });
}

/**
 * Works on one LUN while no other run of this user on this machine does: two at once would both find a LUN missing, and
 * each would take the other's half-made objects for faults.
 */
export async function onLun<T extends object>(
  nas: NasRequest,
  lunName: string,
  surroundings: Surroundings,
  work: (session: Session) => Promise<T>,
): Promise<T & { readonly nodeUuid: string }> {
  const key = fileKey(new URL(nas.url).origin, lunName);
  return await withLock(runFolder(surroundings.temporaryFolder), key, () =>
    onNas(nas, surroundings, work),
  );
}
