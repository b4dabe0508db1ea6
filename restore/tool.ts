import { execFile } from "node:child_process";

import { RestoreRefused } from "./failure";

/** What a program printed, and how it ended. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; a failure is a result. */
export type Run = (program: string, args: readonly string[]) => Promise<Ran>;

/** Debian packages that programs come from, for whoever lacks one. */
const packages: Readonly<Record<string, string>> = {
  "qemu-img": "qemu-utils qemu-block-extra",
  e2fsck: "e2fsprogs",
  debugfs: "e2fsprogs",
  xfs_repair: "xfsprogs",
  xfs_db: "xfsprogs",
};

// What belongs to the administrator is on no ordinary user's PATH.
const systemFolders = ["/usr/sbin", "/sbin"];

/**
 * Runs programs of this machine.
 *
 * @param ended ends the one that runs
 * @throws RestoreRefused where a program is missing, naming its package
 */
export function programs(ended?: AbortSignal): Run {
  const path = [process.env["PATH"] ?? "", ...systemFolders].join(":");
  return (program, args) =>
    new Promise((resolve, reject) => {
      const child = execFile(
        program,
        [...args],
        {
          maxBuffer: 64 * 1024 ** 2,
          env: { ...process.env, PATH: path, LC_ALL: "C" },
          ...(ended !== undefined && { signal: ended }),
        },
        (error, stdout, stderr) => {
          if (error?.name === "AbortError") reject(new RestoreRefused(`${program}: interrupted`));
          else if (error?.code === "ENOENT")
            reject(
              new RestoreRefused(
                `${program}: expected the command to be installed, got none; apt-get install ${packages[program] ?? program}`,
              ),
            );
          else resolve({ exitCode: child.exitCode ?? -1, stdout, stderr });
        },
      );
      child.stdin?.end();
    });
}
