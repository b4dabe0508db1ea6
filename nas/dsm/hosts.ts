import { z } from "zod";

import type { Session } from "./session";
import { orAbsent } from "./system";

/** A host of SAN Manager: initiators that are let in to LUNs as one. */
export interface Host {
  readonly id: string;
  readonly name: string;
  readonly initiators: readonly string[];
  readonly permissions: readonly { readonly lunUuid: string; readonly permission: string }[];
}

const listing = z.looseObject({
  hosts: z
    .array(
      z.looseObject({
        host_id: z.union([z.string(), z.number()]).transform(String),
        name: z.string().default(""),
        initiator_ids: z.array(z.string()).nullish(),
        acls: z
          .array(
            z.looseObject({
              lun_uuid: z.string().default(""),
              permission: z.string().default(""),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

/**
 * Hosts as SAN Manager has them; none is the ordinary state, and CHAP and the firewall then decide alone. How to make
 * one is documented nowhere, so this tool only looks.
 */
export async function listHosts(session: Session): Promise<readonly Host[]> {
  const found = await orAbsent(() =>
    session.read(
      { api: "SYNO.Core.ISCSI.Host", method: "list", parameters: { additional: ["acls"] } },
      listing,
    ),
  );
  return (found?.hosts ?? []).map(({ host_id, name, initiator_ids, acls }) => ({
    id: host_id,
    name,
    initiators: initiator_ids ?? [],
    permissions: (acls ?? []).map(({ lun_uuid, permission }) => ({
      lunUuid: lun_uuid,
      permission,
    })),
  }));
}
