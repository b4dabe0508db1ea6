import { join } from "node:path";

import type { TargetBackend } from "./backend";
import { LunFiles } from "./lun-files";
import { offers } from "./offers";
import type { SettledAction, Settings } from "./settings";
import { emptyRecord, readRecord, writeRecord, type Lun, type NasRecord } from "./state";
import type { InitiatorSession } from "./tgtadm";

/** How a task changes the state: for real and in the usual time unless told otherwise. */
export interface Circumstances {
  /** Forget everything when the task is done, as if it had never run. */
  readonly rehearsal?: boolean;
  /** Every action settles in this time instead of the one in the settings. */
  readonly settleMs?: number | undefined;
}

/** What the NAS remembers, the files behind its LUNs and what its target daemon offers, kept equal. */
export class Store {
  #record: NasRecord;
  #circumstances: Circumstances = {};
  readonly #statePath: string;
  readonly #files: LunFiles;

  /**
   * @param folder folder of the NAS: `state.json` and `luns/` live there
   * @param now milliseconds since the epoch
   */
  constructor(
    folder: string,
    private readonly backend: TargetBackend,
    private readonly settings: Settings,
    readonly now: () => number,
  ) {
    this.#statePath = join(folder, "state.json");
    this.#files = new LunFiles(join(folder, "luns"));
    this.#record = readRecord(this.#statePath);
  }

  /** The current state; change it through {@link change} only. */
  get record(): NasRecord {
    return this.#record;
  }

  /** Offers on the target daemon what the state says, and writes the state of a new NAS. */
  async restore(): Promise<void> {
    this.#files.removeUnfinished();
    await this.backend.converge(offers(this.#record, this.#files));
    writeRecord(this.#statePath, this.#record);
  }

  /** Forgets every LUN, snapshot, target, host and device; the identity of the NAS stays. */
  async wipe(): Promise<void> {
    await this.change((draft) => Object.assign(draft, emptyRecord(draft.nodeUuid)));
    this.#files.removeAll();
  }

  /** Runs a task under other circumstances; no other task may run beside it. */
  async under<Result>(circumstances: Circumstances, task: () => Promise<Result>): Promise<Result> {
    const before = this.#record;
    this.#circumstances = circumstances;
    try {
      return await task();
    } finally {
      if (circumstances.rehearsal === true) this.#record = before;
      this.#circumstances = {};
    }
  }

  /**
   * Changes the state: edits a copy, lets the target daemon follow, then writes it. When the edit or the
   * daemon fails, nothing is remembered and the daemon is brought back to the state that stays.
   */
  async change<Result>(edit: (draft: NasRecord) => Result): Promise<Result> {
    const draft = structuredClone(this.#record);
    const result = edit(draft);
    if (!this.#rehearsing) {
      try {
        await this.backend.converge(offers(draft, this.#files));
      } catch (error) {
        await this.backend.converge(offers(this.#record, this.#files));
        throw error;
      }
      writeRecord(this.#statePath, draft);
    }
    this.#record = draft;
    return result;
  }

  /** Drops LUNs whose deletion has settled, with their files: DSM answers a delete before the LUN is gone. */
  async settle(): Promise<void> {
    const { luns, reclaiming } = this.#record;
    const gone = luns.filter((lun) => lun.action === "deleting" && !this.#isBusy(lun));
    const returned = reclaiming.some(({ until }) => until <= this.now());
    if (gone.length === 0 && !returned) return;
    const until = this.now() + this.settings.reclaimDelayMs;
    const freed = gone.map((lun) => ({ ...lun, until, bytes: this.occupiedBytes(lun) }));
    await this.change((draft) => {
      for (const { uuid, location, bytes } of freed) {
        draft.luns = draft.luns.filter((lun) => lun.uuid !== uuid);
        draft.reclaiming.push({ location, bytes, until });
        // What a clone shared with it belongs to the clone alone now.
        const heir = draft.luns.find((lun) => lun.parent?.lunUuid === uuid);
        if (heir !== undefined) heir.sharedBytes = 0;
      }
      draft.reclaiming = draft.reclaiming.filter((one) => one.until > this.now());
    });
    for (const { uuid } of gone) this.#files.remove(uuid);
  }

  /** Whether DSM is still busy with a LUN: with one that is being deleted, until it is gone. */
  isLocked(lun: Lun): boolean {
    return lun.action === "deleting" || this.#isBusy(lun);
  }

  #isBusy({ settledAt }: Lun): boolean {
    return settledAt > this.now();
  }

  /** When an action that begins now is over. */
  settledAt(action: SettledAction): number {
    const { settleByAction, settleMs } = this.settings;
    return this.now() + (this.#circumstances.settleMs ?? settleByAction[action] ?? settleMs);
  }

  /** Creates the sparse file behind a LUN that is about to be remembered. */
  createFile(uuid: string, bytes: number): void {
    if (!this.#rehearsing) this.#files.create(uuid, bytes);
  }

  /** Copies the file of a LUN or a snapshot over another one, which need not exist. */
  async copyFile(from: string, to: string): Promise<void> {
    if (!this.#rehearsing) await this.#files.copy(from, to);
  }

  /** Removes the file of a snapshot or a LUN that is no longer remembered. */
  removeFile(uuid: string): void {
    if (!this.#rehearsing) this.#files.remove(uuid);
  }

  /** Bytes a LUN reports as its own: what its file really holds, or all of it when it is thick. */
  allocatedBytes(lun: Lun): number {
    const thick = lun.type === "BLUN_THICK" || lun.type === "FILE";
    return thick ? lun.size : this.#files.occupied(lun.uuid);
  }

  /** Bytes a LUN takes from its volume: what it shares with the LUN it was cloned from counts there. */
  occupiedBytes(lun: Lun): number {
    return Math.max(0, this.allocatedBytes(lun) - lun.sharedBytes);
  }

  /** Initiators logged in now, by id of the target; targets without any are absent. */
  sessions(): Promise<ReadonlyMap<number, readonly InitiatorSession[]>> {
    return this.backend.sessions();
  }

  get #rehearsing(): boolean {
    return this.#circumstances.rehearsal === true;
  }
}
