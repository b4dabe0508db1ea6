import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";
const isPresent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "EEXIST";

const written = async (path: string, text: string, mode: number): Promise<string> => {
  const temporary = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(temporary, text, { mode });
  return temporary;
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The parsed content of a JSON file; undefined when there is no such file. Throws when it is not JSON. */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path}: expected JSON, got ${JSON.stringify(text.slice(0, 40))}`);
  }
}

/** Replaces a JSON file in one step: readers see the old content or the new one, never half of it. */
export async function writeJson(path: string, value: unknown, mode = 0o644): Promise<void> {
  await rename(await written(path, json(value), mode), path);
}

/** Creates a JSON file that must not exist yet; false when another process was faster (its content stays). */
export async function createJson(path: string, value: unknown, mode = 0o644): Promise<boolean> {
  return createFile(path, json(value), mode);
}

/** Creates a file that must not exist yet, whole or not at all; false when there is one (its content stays). */
export async function createFile(path: string, text: string, mode: number): Promise<boolean> {
  const temporary = await written(path, text, mode);
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (isPresent(error)) return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}
