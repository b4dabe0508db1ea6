import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import type { OfferedTarget, TargetBackend } from "./backend";
import { readRecord, writeRecord, type Lun, type NasRecord, type Target } from "./state";

/** What the NAS remembers, the files behind its LUNs and what its target daemon offers, kept equal. */
export class Store {
  #record: NasRecord;
  readonly #statePath: string;
  readonly #lunFolder: string;

  /**
   * @param folder folder of the NAS: `state.json` and `luns/` live there
   * @param now milliseconds since the epoch
   */
  constructor(
    folder: string,
    private readonly backend: TargetBackend,
    readonly now: () => number,
  ) {
    this.#statePath = join(folder, "state.json");
    this.#lunFolder = join(folder, "luns");
    mkdirSync(this.#lunFolder, { recursive: true, mode: 0o700 });
    this.#record = readRecord(this.#statePath);
  }

  /** The current state; change it through {@link change} only. */
  get record(): NasRecord {
    return this.#record;
  }

  /** Offers on the target daemon what the state says, and writes the state of a new NAS. */
  async restore(): Promise<void> {
    await this.backend.converge(this.#offers(this.#record));
    writeRecord(this.#statePath, this.#record);
  }

  /**
   * Changes the state: edits a copy, lets the target daemon follow, then writes it. When the edit or the
   * daemon fails, nothing is remembered and the daemon is brought back to the state that stays.
   */
  async change<Result>(edit: (draft: NasRecord) => Result): Promise<Result> {
    const draft = structuredClone(this.#record);
    const result = edit(draft);
    try {
      await this.backend.converge(this.#offers(draft));
    } catch (error) {
      await this.backend.converge(this.#offers(this.#record));
      throw error;
    }
    writeRecord(this.#statePath, draft);
    this.#record = draft;
    return result;
  }

  /** Drops LUNs whose deletion has settled, with their files: DSM answers a delete before the LUN is gone. */
  async settle(): Promise<void> {
    const gone = this.#record.luns.filter(
      (lun) => lun.action === "deleting" && !this.isLocked(lun),
    );
    if (gone.length === 0) return;
    const uuids = new Set(gone.map(({ uuid }) => uuid));
    await this.change((draft) => {
      draft.luns = draft.luns.filter(({ uuid }) => !uuids.has(uuid));
    });
    for (const lun of gone) rmSync(this.#file(lun.uuid), { force: true });
  }

  /** Whether DSM is still busy with a LUN. */
  isLocked(lun: Lun): boolean {
    return lun.settledAt > this.now();
  }

  /** Creates the sparse file behind a LUN that is about to be remembered. */
  createFile(uuid: string, bytes: number): void {
    const file = openSync(this.#file(uuid), "wx", 0o600);
    ftruncateSync(file, fileBytes(bytes));
    closeSync(file);
  }

  /** Bytes a LUN occupies: what its file really holds, or all of it when it is thick. */
  allocatedBytes(lun: Lun): number {
    if (lun.type === "BLUN_THICK" || lun.type === "FILE") return lun.size;
    return (statSync(this.#file(lun.uuid), { throwIfNoEntry: false })?.blocks ?? 0) * 512;
  }

  /** Initiators logged in to a target now. */
  sessionsOf(target: Target): ReturnType<TargetBackend["sessions"]> {
    return this.backend.sessions(target.targetId);
  }

  #file(uuid: string): string {
    return join(this.#lunFolder, `${uuid}.img`);
  }

  #offers(record: NasRecord): OfferedTarget[] {
    return record.targets.map((target) => ({
      id: target.targetId,
      iqn: target.iqn,
      enabled: target.enabled,
      incoming: target.authType === 0 ? undefined : target.chap,
      outgoing: target.authType === 2 ? target.mutual : undefined,
      luns: target.mappings.flatMap(({ lunUuid, index }) => {
        const lun = record.luns.find(({ uuid }) => uuid === lunUuid);
        if (lun === undefined) return [];
        return {
          index,
          uuid: lunUuid,
          file: this.#file(lunUuid),
          bytes: fileBytes(lun.size),
          discard: lun.attributes["emulate_tpu"] === 1,
        };
      }),
    }));
  }
}

/** DSM takes any number of bytes; a SCSI disk has whole blocks. */
function fileBytes(bytes: number): number {
  return Math.ceil(bytes / 512) * 512;
}
