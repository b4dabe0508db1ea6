import { rm } from "node:fs/promises";
import { join } from "node:path";

import { exists, hasPlatform } from "./absence";
import { stopCluster } from "./cluster";
import { lockHolder } from "./engine/lock";
import { endOrphans } from "./engine/orphans";
import { exclusively } from "./exclusive";
import { openInstance } from "./instance";
import { stopNas } from "./nas-simulator";

export interface DownOptions {
  /** Project root. */
  readonly root: string;
  /** Instance folder relative to the root. Default ".local". */
  readonly folder?: string;
  readonly report: (text: string) => void;
}

/**
 * Ends what `up` started, by pid, and removes the instance folder. The tool cache and everything else stay.
 *
 * @throws Error while an engine run goes on, or when the folder is not one that `up` made.
 */
export async function down({ root, folder = ".local", report }: DownOptions): Promise<void> {
  if (!(await exists(join(root, folder)))) {
    report(`${folder}: nothing to take down`);
    return;
  }
  if (!(await hasPlatform(root, folder))) {
    throw new Error(
      `${folder}: expected a folder made by "npm run up", got one without ports.json`,
    );
  }
  const instance = await openInstance(root, folder);
  await exclusively(instance, "npm run down", async () => {
    const holder = await lockHolder(instance);
    if (holder.state === "alive") {
      throw new Error(
        `stack local: expected no run in progress, got one since ${holder.timestamp} ` +
          `(pid ${holder.pid}); wait for it or press Ctrl-C there`,
      );
    }
    await endOrphans(instance);
    report("NAS");
    await stopNas(instance);
    report("cluster");
    await stopCluster(instance);
    await rm(instance.folder, { recursive: true, force: true });
  });
  report(`${instance.relativeFolder}: removed`);
}
