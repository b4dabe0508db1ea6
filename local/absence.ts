import { stat } from "node:fs/promises";
import { join } from "node:path";

/** Says that a folder holds no platform and how to make one; undefined when it holds one. */
export async function platformAbsence(root: string, folder: string): Promise<string | undefined> {
  // Ports are the first thing that `up` writes.
  const exists = await stat(join(root, folder, "ports.json")).then(
    () => true,
    () => false,
  );
  return exists ? undefined : `${folder}: no platform; npm run up makes one`;
}
