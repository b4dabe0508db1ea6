import { join } from "node:path";

import { readRecord } from "../../../local/nas-simulator/state";
import type { Platform } from "../../../local/up";

/** LUNs of one name that the simulated NAS holds, without what only its own clock decides. */
export function luns(
  { instance }: Platform,
  wanted: string | RegExp = "jenkins",
): { name: string; uuid: string; size: number }[] {
  return readRecord(join(instance.folder, "nas", "state.json"))
    .luns.filter(({ name }) => (typeof wanted === "string" ? name === wanted : wanted.test(name)))
    .map(({ name, uuid, size }) => ({ name, uuid, size }));
}
