import { Readable } from "node:stream";

import type { Lun } from "../../nas/dsm/luns";
import type { Session } from "../../nas/dsm/session";
import { snapshotsOf, type Snapshot } from "../../nas/dsm/snapshots";
import { listTargets } from "../../nas/dsm/targets";
import { requireLun } from "../../nas/lun/find";
import { maps } from "../../nas/lun/survey";
import type { NasRequest } from "../../nas/request";
import { isOurs } from "../../nas/snapshot/ours";
import { pruneLocked } from "../../nas/snapshot/prune-locked";
import { takeSnapshot } from "../../nas/snapshot/take";
import { onLun } from "../../nas/verbs/on-nas";
import type { Surroundings } from "../../nas/verbs/surroundings";
import type { Report } from "../jenkins/quiet";
import type { Rolled } from "../rolled";
import { isUpgradeSnapshot, upgradeOf, type SnapshotWords } from "../snapshot-name";
import type { RecordedHome, Retention, SnapshotTarget } from "./target";

/** The LUN of the Jenkins home. */
export interface SynologyHome {
  readonly nas: NasRequest;
  /** Name of the LUN. */
  readonly lun: string;
}

/** What tests set. */
export type SynologyWaits = Pick<Surroundings, "temporaryFolder" | "patience">;

/** Snapshots of a LUN: locked, so that no other retention than this one deletes them. */
export class SynologyTarget implements SnapshotTarget {
  constructor(
    private readonly home: SynologyHome,
    private readonly report: Report,
    private readonly waits: SynologyWaits = {},
  ) {}

  /** Without an initiator logged in there is no pod with the home. */
  async inUse(): Promise<boolean> {
    const { used } = await this.#onLun(async (session, name) => {
      const lun = await requireLun(session, name);
      const targets = (await listTargets(session)).filter((target) => maps(target, lun));
      return { used: targets.some(({ sessions }) => sessions.length > 0) };
    });
    return used;
  }

  /**
   * The NAS knows when it set a LUN back, and not to which snapshot: that is what the caller says, and it has to be one
   * from before the very Jenkins that is wanted now. Of a clone it knows the snapshot.
   */
  async holds(snapshot: string, wanted: Rolled, recorded: RecordedHome): Promise<boolean> {
    const { proven } = await this.#onLun(async (session, name) => {
      const lun = await requireLun(session, name);
      const origin = recorded.lun === name ? lun : await requireLun(session, recorded.lun);
      const found = (await snapshotsOf(session, origin.uuid)).find((one) => one.name === snapshot);
      if (found === undefined || !isOurs(found)) return { proven: false };
      const fits = upgradeOf(found)?.fromImage === wanted.image;
      const there = origin === lun ? wasSetBack(lun, found, recorded.at) : isClone(lun, found);
      return { proven: fits && there };
    });
    return proven;
  }

  async take(words: SnapshotWords, { count, days }: Retention): Promise<void> {
    await this.#onLun(async (session, name) => {
      const { snapshot, existed } = await takeSnapshot(
        session,
        name,
        { ...words, locked: true },
        this.report,
      );
      if (existed)
        this.report(`snapshot ${snapshot.name} of LUN ${name} is there from an earlier run`);
      return await pruneLocked(
        session,
        name,
        {
          concerns: ({ name: one }) => isUpgradeSnapshot(one),
          ...{ count, days, spared: words.name },
        },
        this.report,
      );
    });
  }

  async #onLun<T extends object>(
    work: (session: Session, lunName: string) => Promise<T>,
  ): Promise<T> {
    const surroundings: Surroundings = {
      stdin: Readable.from([]),
      stdout: () => undefined,
      stderr: (text) => {
        this.report(text.trimEnd());
      },
      ...this.waits,
    };
    const { nas, lun } = this.home;
    return await onLun(nas, lun, surroundings, (session) => work(session, lun));
  }
}

/** The NAS counts whole seconds. */
function wasSetBack({ restoredTime }: Lun, { createTime }: Snapshot, since: Date): boolean {
  return restoredTime >= Math.floor(since.getTime() / 1000) && restoredTime >= createTime;
}

/** The NAS does not always say of what a LUN is a clone; what made it has written it down. */
function isClone({ clonedFrom, description }: Lun, { uuid }: Snapshot): boolean {
  return clonedFrom === uuid || description.includes(`(${uuid})`);
}
