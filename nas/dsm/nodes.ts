import { z } from "zod";

import { Failure } from "../failure";
import type { Session } from "./session";

const answer = z.looseObject({ nodes: z.array(z.looseObject({ uuid: z.string() })) });

/**
 * Identity of the NAS behind the address: the uuid of its first SAN node (the one CINDER and others rely on).
 *
 * @param pinned the uuid that is expected; default any
 * @throws Failure `refused` when another NAS answers
 */
export async function identify(session: Session, pinned: string | undefined): Promise<string> {
  const { nodes } = await session.read({ api: "SYNO.Core.ISCSI.Node", method: "list" }, answer);
  const uuid = nodes[0]?.uuid;
  if (uuid === undefined)
    throw new Failure("failed", "SYNO.Core.ISCSI.Node list: expected a node, got none");
  if (pinned !== undefined && pinned.toLowerCase() !== uuid.toLowerCase())
    throw new Failure(
      "refused",
      `nas.nodeUuid: expected ${JSON.stringify(pinned)}, got ${JSON.stringify(uuid)}; ` +
        "another NAS answers at nas.url, nothing was changed",
    );
  return uuid;
}
