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
  /** Name by which the target proves itself to the initiator in mutual CHAP; empty without. */
  readonly mutualUser: string;
  /** `online` without sessions, `connected` with some, `offline` when disabled. */
  readonly status: string;
  /** Addresses it is bound to; interface `all` = every address of the NAS. */
  readonly portals: readonly {
    readonly interface: string;
    readonly address: string;
    readonly port: number;
  }[];
  /** Initiators the target itself lets in, where the NAS lists them. */
  readonly acls: readonly { readonly iqn: string; readonly permission: string }[];
  readonly mappings: readonly { readonly lunUuid: string; readonly index: number }[];
  /** Initiators logged in now. */
  readonly sessions: readonly { readonly iqn: string; readonly address: string }[];
}

/** A user and the password that proves it. */
export interface ChapSecret {
  readonly user: string;
  readonly password: string;
}

/** Who may log in, and how often at once. */
export interface TargetAccess {
  /** 0 = any number. */
  readonly maxSessions: number;
  readonly chap: ChapSecret & {
    /** What the target proves itself to the initiator with. Default: it does not (one-way CHAP). */
    readonly mutual?: ChapSecret;
  };
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
    mutual_user: z.string().default(""),
    status: z.string().default(""),
    network_portals: z
      .array(
        z.looseObject({
          interface_name: z.string().default(""),
          ip: z.string().default(""),
          port: z.number().default(3260),
        }),
      )
      .nullish(),
    acls: z
      .array(z.looseObject({ iqn: z.string().default(""), permission: z.string().default("") }))
      .nullish(),
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
    mutualUser: target.mutual_user,
    status: target.status,
    portals: (target.network_portals ?? []).map(({ interface_name, ip, port }) => ({
      interface: interface_name,
      address: ip,
      port,
    })),
    acls: (target.acls ?? []).map(({ iqn, permission }) => ({ iqn, permission })),
    mappings: (target.mapped_luns ?? []).map(({ lun_uuid, mapping_index }) => ({
      lunUuid: lun_uuid,
      index: mapping_index,
    })),
    sessions: (target.connected_sessions ?? []).map(({ iqn, ip }) => ({ iqn, address: ip })),
  }));
const listing = z.looseObject({ targets: z.array(row) });
const additional = ["mapped_lun", "status", "acls", "connected_sessions"];

/** Every target of the NAS, with what is mapped to it: LUN rows do not say where they are mapped. */
export async function listTargets(session: Session): Promise<readonly Target[]> {
  const { targets } = await session.read(
    { api, method: "list", parameters: { additional } },
    listing,
  );
  return targets;
}

/** One target by its id. */
export async function getTarget(session: Session, id: string): Promise<Target> {
  const { target } = await session.read(
    { api, method: "get", parameters: { target_id: id, additional } },
    z.looseObject({ target: row }),
  );
  return target;
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

/** Lets initiators in again. */
export async function enableTarget(session: Session, id: string): Promise<void> {
  await session.write({ api, method: "enable", parameters: { target_id: id } });
}

/** Lets no initiator in any more; the target stays with everything set on it. */
export async function disableTarget(session: Session, id: string): Promise<void> {
  await session.write({ api, method: "disable", parameters: { target_id: id } });
}

/** Deletes a target. DSM refuses nothing here, not even one that is in use: the caller has looked. */
export async function removeTarget(session: Session, id: string): Promise<void> {
  await session.write({ api, method: "delete", parameters: { target_id: id } });
}

/** DSM's number for the kind of CHAP that is asked for. */
export function authenticationOf({ chap }: TargetAccess): number {
  return chap.mutual === undefined ? 1 : 2;
}

/** Whether the target shows everything of the access that can be read; passwords cannot. */
export function showsAccess(target: Target, wanted: TargetAccess): boolean {
  return (
    target.authentication === authenticationOf(wanted) &&
    target.chapUser === wanted.chap.user &&
    target.maxSessions === wanted.maxSessions &&
    (wanted.chap.mutual === undefined || target.mutualUser === wanted.chap.mutual.user)
  );
}

function access(wanted: TargetAccess): Record<string, unknown> {
  const { maxSessions, chap } = wanted;
  return {
    auth_type: authenticationOf(wanted),
    user: chap.user,
    password: chap.password,
    max_sessions: maxSessions,
    ...(chap.mutual && {
      mutual_user: chap.mutual.user,
      mutual_password: chap.mutual.password,
    }),
  };
}
