import { Readable } from "node:stream";

import type { Lun } from "../../nas/dsm/luns";
import type { Session } from "../../nas/dsm/session";
import { snapshotsOf, type Snapshot } from "../../nas/dsm/snapshots";
import { listTargets, type Target } from "../../nas/dsm/targets";
import { requireLun } from "../../nas/lun/find";
import { maps } from "../../nas/lun/survey";
import type { NasRequest } from "../../nas/request";
import { isOurs } from "../../nas/snapshot/ours";
import { isPresent, writerOf } from "../../nas/snapshot/present";
import { pruneLocked } from "../../nas/snapshot/prune-locked";
import { takeSnapshot } from "../../nas/snapshot/take";
import { onLun } from "../../nas/verbs/on-nas";
import type { Surroundings } from "../../nas/verbs/surroundings";
import type { Report } from "../jenkins/quiet";
import type { Rolled } from "../rolled";
import {
  isUpgradeSnapshot,
  pluginsWord,
  ranIn,
  upgradeOf,
  type SnapshotWords,
} from "../snapshot-name";
import type { RecordedHome, Retention, SnapshotTarget, TakenSnapshot } from "./target";

/** How long ago a run may have been killed for its snapshot still to be what the home is now; seconds. */
const reusable = 600;

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
  readonly knowsAges = true;

  constructor(
    private readonly home: SynologyHome,
    private readonly report: Report,
    private readonly waits: SynologyWaits = {},
    private readonly now = (): Date => new Date(),
  ) {}

  /** Without an initiator logged in there is no pod with the home. */
  async inUse(): Promise<boolean> {
    const { used } = await this.#onLun(async (session, name) => {
      const lun = await requireLun(session, name);
      return { used: isUsed(await listTargets(session), lun) };
    });
    return used;
  }

  /**
   * The NAS knows when it set a LUN back, and not to which snapshot: the snapshot of the present says that, which every
   * restore of this project takes first. It has to be of the very Jenkins and plugins that are wanted now, by its own words.
   * Of a clone the NAS knows the snapshot. A home that somebody uses may have been written by any Jenkins since.
   */
  async holds(snapshot: string, wanted: Rolled, recorded: RecordedHome): Promise<boolean> {
    const { proven } = await this.#onLun(async (session, name) => {
      const lun = await requireLun(session, name);
      const origin = recorded.lun === name ? lun : await requireLun(session, recorded.lun);
      const all = await snapshotsOf(session, origin.uuid);
      const found = all.find((one) => one.name === snapshot);
      if (found === undefined || !isOurs(found)) return { proven: false };
      const { fromImage, fromPlugins } = upgradeOf(found) ?? ranIn(writerOf(found)) ?? {};
      const plugins = pluginsWord(wanted.plugins);
      const fits = fromImage === wanted.image && (fromPlugins ?? plugins) === plugins;
      const there =
        origin === lun
          ? wasSetBack(lun, found, all, recorded.at)
          : isClone(lun, found) && lun.restoredTime <= found.createTime;
      return { proven: fits && there && !isUsed(await listTargets(session), lun) };
    });
    return proven;
  }

  async take(words: SnapshotWords, { count, days }: Retention): Promise<TakenSnapshot> {
    return await this.#onLun(async (session, name) => {
      const { snapshot, existed } = await takeSnapshot(
        session,
        name,
        { ...words, locked: true, reusable: { seconds: reusable, now: this.now() } },
        this.report,
      );
      if (existed)
        this.report(`snapshot ${snapshot.name} of LUN ${name} is there from an earlier run`);
      await pruneLocked(
        session,
        name,
        {
          concerns: ({ name: one }) => isUpgradeSnapshot(one),
          ...{ count, days, spared: snapshot.name },
        },
        this.report,
      );
      return { name: snapshot.name, at: snapshot.createdAt };
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

function isUsed(targets: readonly Target[], lun: Lun): boolean {
  return targets.some((target) => maps(target, lun) && target.sessions.length > 0);
}

/** The NAS counts whole seconds. */
function wasSetBack(
  { restoredTime }: Lun,
  { name, createTime }: Snapshot,
  all: readonly Snapshot[],
  since: Date,
): boolean {
  const kept = all
    .filter((one) => isOurs(one) && one.createTime <= restoredTime)
    .filter(isPresent)
    .at(-1);
  return (
    restoredTime >= Math.floor(since.getTime() / 1000) &&
    restoredTime >= createTime &&
    kept?.description.endsWith(` restored to ${name}`) === true
  );
}

/** The NAS does not always say of what a LUN is a clone; what made it has written it down. */
function isClone({ clonedFrom, description }: Lun, { uuid }: Snapshot): boolean {
  return clonedFrom === uuid || description.includes(`(${uuid})`);
}
