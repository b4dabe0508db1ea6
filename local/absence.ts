import { stat } from "node:fs/promises";
import { join } from "node:path";

import { typed } from "./typed";

/** Whether a folder holds a platform: ports are the first thing that `up` writes. */
export function hasPlatform(root: string, folder: string): Promise<boolean> {
  return exists(join(root, folder, "ports.json"));
}

/** Says that a folder holds no platform and how to make one; undefined when it holds one. */
export async function platformAbsence(root: string, folder: string): Promise<string | undefined> {
  return (await hasPlatform(root, folder))
    ? undefined
    : `${folder}: no platform; ${typed("up", folder)} makes one`;
}

export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
