import { randomUUID } from "node:crypto";

import { attributeDefaults, newLun } from "./lun-rules";
import type { Settings } from "./settings";
import { nextName, takeSnapshot } from "./snapshots";
import type { Host } from "./state";
import type { Store } from "./store";

/** What people and DSM itself do on a NAS, and what no documented method of the Web API does. */
export class Operator {
  constructor(
    private readonly settings: Settings,
    private readonly store: Store,
  ) {}

  /** Takes a snapshot as the scheduler of DSM does; returns its uuid. @throws when there is no such LUN */
  scheduledSnapshot(wanted: string): Promise<string> {
    const { luns } = this.store.record;
    const lun = luns.find(({ uuid, name }) => uuid === wanted || name === wanted);
    if (lun === undefined) throw new Error(`lun: expected a name or uuid, got ${wanted}`);
    return takeSnapshot(this.settings, this.store, lun, {
      name: nextName(this.store.record, lun),
      description: "Scheduled snapshot taken by [nas]",
      takenBy: "scheduler",
      locked: false,
    });
  }

  /** Replaces the hosts of SAN Manager. */
  async replaceHosts(hosts: Host[]): Promise<void> {
    await this.store.change((draft) => {
      draft.hosts = hosts;
    });
  }

  /** Makes a disk of Virtual Machine Manager: a LUN of which only an unfiltered list tells; returns its uuid. */
  async virtualMachineDisk(name: string, size: number): Promise<string> {
    const uuid = randomUUID();
    const location = Object.keys(this.settings.volumes)[0] ?? "/volume1";
    this.store.createFile(uuid, size);
    await this.store.change((draft) => {
      draft.luns.push({
        ...newLun,
        ...{ uuid, name, size, location, description: "", attributes: attributeDefaults },
        ...{ lunId: draft.nextLunId++, type: "VDISK_BLUN", action: "none", settledAt: 0 },
      });
    });
    return uuid;
  }
}
