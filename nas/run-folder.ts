import { createHash } from "node:crypto";
import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Failure } from "./failure";

/**
 * Folder for what one run must tell the next on this machine: locks and refused credentials.
 *
 * It lies in the temporary folder of the system, not in the project: two checkouts of the program (a laptop's and a
 * CI workspace) that speak to the same NAS must see each other, and a restart of the machine clears it. It belongs to
 * one user and is closed to others, because another user could otherwise plant files in it or read what it holds.
 *
 * @throws Failure `failed` when somebody else owns the folder
 */
export function runFolder(base = tmpdir()): string {
  const owner = process.getuid?.() ?? 0;
  const folder = join(base, `jenkins-stack-nas-${owner}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const open = process.platform !== "win32" && (found.uid !== owner || (found.mode & 0o077) !== 0);
  if (!found.isDirectory() || open)
    throw new Failure(
      "failed",
      `run folder: expected ${JSON.stringify(folder)} to be a folder of this user with mode 0700, got something else; ` +
        "look at it, remove it, and run the command again",
    );
  return folder;
}

/** File name that says nothing and fits any file system, the same for the same parts. */
export function fileKey(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
