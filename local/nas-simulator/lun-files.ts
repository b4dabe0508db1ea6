import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";

import { execa } from "../execa";

const unfinished = ".new";

/** The sparse files behind the LUNs and the snapshots of a NAS, each named after its uuid. */
export class LunFiles {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Where the file of a uuid lies, whether it exists or not. */
  path(uuid: string): string {
    return join(this.folder, `${uuid}.img`);
  }

  /** Creates an empty disk; @throws when the file exists already */
  create(uuid: string, bytes: number): void {
    const file = openSync(this.path(uuid), "wx", 0o600);
    ftruncateSync(file, fileBytes(bytes));
    closeSync(file);
  }

  /**
   * Copies one disk over another in one step: shares the blocks where the filesystem can, and keeps holes. A target
   * daemon that has the old file open goes on with that one until it opens it again.
   */
  async copy(from: string, to: string): Promise<void> {
    const scratch = `${this.path(to)}${unfinished}`;
    await execa(
      "cp",
      ["--reflink=auto", "--sparse=always", "--preserve=mode", this.path(from), scratch],
      { stdin: "ignore" },
    );
    renameSync(scratch, this.path(to));
  }

  remove(uuid: string): void {
    rmSync(this.path(uuid), { force: true });
  }

  /** Removes what a killed simulator left of a copy; whole files stay, even those that nobody remembers. */
  removeUnfinished(): void {
    for (const name of readdirSync(this.folder)) {
      if (name.endsWith(unfinished)) rmSync(join(this.folder, name));
    }
  }

  /** Removes every file. */
  removeAll(): void {
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name));
  }

  /** Bytes a file really occupies; 0 when there is none. */
  occupied(uuid: string): number {
    return (statSync(this.path(uuid), { throwIfNoEntry: false })?.blocks ?? 0) * 512;
  }
}

/** DSM takes any number of bytes; a SCSI disk has whole blocks. */
export function fileBytes(bytes: number): number {
  return Math.ceil(bytes / 512) * 512;
}
