import { join } from "node:path";

import { recordedCalls } from "../../../local/nas-simulator";
import { readRecord } from "../../../local/nas-simulator/state";
import type { Platform } from "../../../local/up";

/** LUNs that the simulated NAS holds, without what only its own clock decides. */
export function luns({ instance }: Platform): { name: string; uuid: string; size: number }[] {
  return readRecord(join(instance.folder, "nas", "state.json")).luns.map(
    ({ name, uuid, size }) => ({ name, uuid, size }),
  );
}

/** Every method that was called on the NAS since a number of calls, as `api method`. */
export async function callsSince({ instance }: Platform, count: number): Promise<string[]> {
  const calls = await recordedCalls(instance);
  return calls.slice(count).map(({ api, method }) => `${api} ${method}`);
}
