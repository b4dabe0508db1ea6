import { z } from "zod";

import type { Session } from "./session";

const api = "SYNO.Core.ISCSI.Target";

/** A target as the NAS lists it; the CHAP password is not part of it, DSM does not return it usefully. */
export interface Target {
  /** DSM's id, a number in text: DSM refuses it as a JSON number (18990710). */
  readonly id: string;
  readonly name: string;
  readonly iqn: string;
  readonly enabled: boolean;
  /** How many initiators may be logged in at once; 0 = any number. */
  readonly maxSessions: number;
  /** 0 none, 1 CHAP, 2 mutual CHAP. */
  readonly authentication: number;
  readonly chapUser: string;
  readonly mappings: readonly { readonly lunUuid: string; readonly index: number }[];
  /** Initiators logged in now. */
  readonly sessions: readonly { readonly iqn: string; readonly address: string }[];
}

/** Who may log in, and how often at once. */
export interface TargetAccess {
  readonly maxSessions: number;
  readonly chap: { readonly user: string; readonly password: string };
}

const row = z
  .looseObject({
    target_id: z.union([z.number(), z.string()]),
    name: z.string(),
    iqn: z.string(),
    is_enabled: z.boolean().default(true),
    max_sessions: z.number().default(1),
    auth_type: z.number().default(0),
    user: z.string().default(""),
    mapped_luns: z
      .array(z.looseObject({ lun_uuid: z.string(), mapping_index: z.number() }))
      .nullish(),
    connected_sessions: z
      .array(z.looseObject({ iqn: z.string().default(""), ip: z.string().default("") }))
      .nullish(),
  })
  .transform((target): Target => ({
    id: String(target.target_id),
    name: target.name,
    iqn: target.iqn,
    enabled: target.is_enabled,
    maxSessions: target.max_sessions,
    authentication: target.auth_type,
    chapUser: target.user,
    mappings: (target.mapped_luns ?? []).map(({ lun_uuid, mapping_index }) => ({
      lunUuid: lun_uuid,
      index: mapping_index,
    })),
    sessions: (target.connected_sessions ?? []).map(({ iqn, ip }) => ({ iqn, address: ip })),
  }));
const listing = z.looseObject({ targets: z.array(row) });

/** Every target of the NAS, with what is mapped to it: LUN rows do not say where they are mapped. */
export async function listTargets(session: Session): Promise<readonly Target[]> {
  const { targets } = await session.read(
    {
      api,
      method: "list",
      parameters: { additional: ["mapped_lun", "status", "connected_sessions"] },
    },
    listing,
  );
  return targets;
}

/** Asks for a new target with CHAP. Its outcome must be looked up: an error does not mean that there is none. */
export async function createTarget(
  session: Session,
  target: TargetAccess & { readonly name: string; readonly iqn: string },
): Promise<void> {
  const { name, iqn } = target;
  await session.write({ api, method: "create", parameters: { name, iqn, ...access(target) } });
}

/** Sets CHAP user, CHAP password and the number of sessions of an existing target, always all of them. */
export async function setTargetAccess(
  session: Session,
  id: string,
  target: TargetAccess,
): Promise<void> {
  await session.write({ api, method: "set", parameters: { target_id: id, ...access(target) } });
}

function access({ maxSessions, chap }: TargetAccess): Record<string, unknown> {
  return {
    auth_type: 1,
    user: chap.user,
    password: chap.password,
    max_sessions: maxSessions,
  };
}
