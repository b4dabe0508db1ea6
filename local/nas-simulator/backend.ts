import { isDeepStrictEqual } from "node:util";
import { statSync, truncateSync } from "node:fs";

import type { InitiatorSession, Tgtadm } from "./tgtadm";

/** User and secret of one CHAP direction. */
export interface ChapCredentials {
  readonly user: string;
  readonly password: string;
}

/** A LUN as an initiator shall see it. */
export interface OfferedLun {
  /** LUN number; 1 or more, 0 is tgt's own controller. */
  readonly index: number;
  readonly uuid: string;
  readonly file: string;
  readonly bytes: number;
  /** Whether UNMAP gives space back. */
  readonly discard: boolean;
  /** Another number means that another file lies at the path now. */
  readonly revision: number;
}

/** A target as an initiator shall see it. */
export interface OfferedTarget {
  readonly id: number;
  readonly iqn: string;
  readonly enabled: boolean;
  /** What an initiator must know; undefined = anybody may log in. */
  readonly incoming: ChapCredentials | undefined;
  /** What the target proves itself with; undefined = nothing. */
  readonly outgoing: ChapCredentials | undefined;
  /** Names of the initiators that are let in; undefined = all. */
  readonly initiators: readonly string[] | undefined;
  readonly luns: readonly OfferedLun[];
}

/** INQUIRY identity of a LUN on DSM: NAA 6001405 and the first 25 characters of the uuid, dashes as `d`. */
export function worldWideId(uuid: string): string {
  return `36001405${uuid.replaceAll("-", "d").slice(0, 25)}`;
}

/**
 * Makes a running tgtd offer exactly a list of targets. It changes only what differs, so that sessions on
 * other targets stay; after a failure, and at first, it clears the daemon and starts from nothing.
 */
export class TargetBackend {
  /** What the daemon offers; undefined when that is not known. */
  #offered: ReadonlyMap<number, OfferedTarget> | undefined;
  readonly #accounts = new Map<string, string>();

  constructor(private readonly tgt: Tgtadm) {}

  /** @throws when two targets name one CHAP user with different secrets (tgt accounts are global), or tgtd fails */
  async converge(wanted: readonly OfferedTarget[]): Promise<void> {
    requireOneSecretPerUser(wanted);
    const offered = this.#offered ?? (await this.#clear());
    this.#offered = undefined;
    const next = new Map(wanted.map((target) => [target.id, target]));
    for (const [id, target] of offered) {
      if (next.get(id)?.iqn !== target.iqn)
        await this.tgt.run("target", "delete", { tid: id }, ["--force"]);
    }
    for (const target of wanted) {
      const before = offered.get(target.id);
      await this.#offer(target, before?.iqn === target.iqn ? before : undefined);
    }
    await this.#dropUnusedAccounts(wanted);
    this.#offered = next;
  }

  /** Initiators logged in, oldest first, by id of the target; targets without any are absent. */
  sessions(): Promise<ReadonlyMap<number, readonly InitiatorSession[]>> {
    return this.tgt.allSessions();
  }

  async #clear(): Promise<ReadonlyMap<number, OfferedTarget>> {
    await this.tgt.clear();
    this.#accounts.clear();
    return new Map();
  }

  async #offer(target: OfferedTarget, before: OfferedTarget | undefined): Promise<void> {
    if (isDeepStrictEqual(target, before)) return;
    const tid = target.id;
    if (before === undefined) await this.tgt.run("target", "new", { tid, targetname: target.iqn });
    await this.#offerLuns(target, before?.luns ?? []);
    const access = ({ incoming, outgoing, initiators }: OfferedTarget): unknown => [
      incoming,
      outgoing,
      initiators,
    ];
    if (before === undefined || !isDeepStrictEqual(access(before), access(target))) {
      // An empty ACL lets nobody in: the target is never open while its account is being exchanged.
      if (before !== undefined) await this.#admit("unbind", before);
      await this.#bindAccounts(target, before);
      await this.#admit("bind", target);
    }
    if (target.enabled !== (before?.enabled ?? true)) {
      const state = target.enabled ? "ready" : "offline";
      await this.tgt.run("target", "update", { tid, name: "state", value: state });
    }
  }

  async #admit(operation: "bind" | "unbind", { id, initiators }: OfferedTarget): Promise<void> {
    const entries = initiators?.map((name) => ({ "initiator-name": name })) ?? [
      { "initiator-address": "ALL" },
    ];
    for (const entry of entries) await this.tgt.run("target", operation, { tid: id, ...entry });
  }

  async #offerLuns(target: OfferedTarget, before: readonly OfferedLun[]): Promise<void> {
    const tid = target.id;
    const kept = before.filter((lun) => target.luns.some((other) => isDeepStrictEqual(lun, other)));
    for (const lun of before) {
      if (!kept.includes(lun)) await this.tgt.removeLun(tid, lun.index);
    }
    for (const lun of target.luns) {
      if (kept.some(({ index }) => index === lun.index)) continue;
      growFile(lun);
      // tgt has no online resize and forgets the identity of a LUN that is added again.
      await this.tgt.run("logicalunit", "new", { tid, lun: lun.index, "backing-store": lun.file });
      const parameters =
        `vendor_id=SYNOLOGY,product_id=Storage,product_rev=4.0,scsi_sn=${lun.uuid},` +
        `scsi_id=${worldWideId(lun.uuid)},thin_provisioning=${lun.discard ? 1 : 0}`;
      await this.tgt.run("logicalunit", "update", { tid, lun: lun.index, params: parameters });
    }
  }

  async #bindAccounts(target: OfferedTarget, before: OfferedTarget | undefined): Promise<void> {
    const tid = target.id;
    const accounts = ({ incoming, outgoing }: OfferedTarget): unknown => [incoming, outgoing];
    if (before !== undefined && isDeepStrictEqual(accounts(before), accounts(target))) return;
    for (const [direction, flags] of [
      ["incoming", []],
      ["outgoing", ["--outgoing"]],
    ] as const) {
      const old = before?.[direction];
      if (old !== undefined)
        await this.tgt.run("account", "unbind", { tid, user: old.user }, flags);
    }
    for (const [direction, flags] of [
      ["incoming", []],
      ["outgoing", ["--outgoing"]],
    ] as const) {
      const account = target[direction];
      if (account === undefined) continue;
      await this.#haveAccount(account);
      await this.tgt.run("account", "bind", { tid, user: account.user }, flags);
    }
  }

  async #haveAccount({ user, password }: ChapCredentials): Promise<void> {
    const known = this.#accounts.get(user);
    if (known === password) return;
    if (known !== undefined) await this.tgt.run("account", "delete", { user });
    await this.tgt.run("account", "new", { user, password });
    this.#accounts.set(user, password);
  }

  async #dropUnusedAccounts(wanted: readonly OfferedTarget[]): Promise<void> {
    const used = new Set(
      wanted.flatMap((target) => [target.incoming?.user, target.outgoing?.user]),
    );
    for (const user of [...this.#accounts.keys()].filter((name) => !used.has(name))) {
      await this.tgt.run("account", "delete", { user });
      this.#accounts.delete(user);
    }
  }
}

function growFile({ file, bytes }: OfferedLun): void {
  const present = statSync(file, { throwIfNoEntry: false });
  // A file made anew would pass an empty disk off as the lost one.
  if (present === undefined) throw new Error(`${file}: expected the file behind a LUN, got none`);
  if (present.size < bytes) truncateSync(file, bytes);
}

function requireOneSecretPerUser(targets: readonly OfferedTarget[]): void {
  const secrets = new Map<string, string>();
  for (const account of targets.flatMap(({ incoming, outgoing }) => [incoming, outgoing])) {
    if (account === undefined) continue;
    if ((secrets.get(account.user) ?? account.password) !== account.password) {
      throw new Error(
        `CHAP user ${JSON.stringify(account.user)}: expected one secret, got different ones on two targets; ` +
          "the simulator's target daemon keeps accounts by user, give each target a user of its own",
      );
    }
    secrets.set(account.user, account.password);
  }
}
