import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { RestoreRefused } from "./failure";
import type { Run } from "./tool";

/** Where an initiator finds a LUN, and how it proves itself. */
export interface Offered {
  /** `[ipv6]:port`. */
  readonly portal: string;
  readonly iqn: string;
  /** LUN number on the target. */
  readonly lun: number;
  readonly chap: { readonly user: string; readonly password: string };
}

/**
 * Copies a LUN to a sparse file through the iSCSI initiator of QEMU, which needs neither root nor the kernel's. The secret
 * lies in a file that nobody else can read, never in an argument.
 *
 * @throws RestoreRefused when the login is refused, the portal does not answer or the file has no room
 */
export async function copyLun(run: Run, offered: Offered, file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-chap-"));
  try {
    const secret = join(folder, "secret");
    writeFileSync(secret, offered.chap.password, { mode: 0o600 });
    const { exitCode, stderr } = await run("qemu-img", [
      "convert",
      ...["--object", `secret,id=chap,file=${doubled(secret)}`],
      ...["--image-opts", "-O", "raw", source(offered), file],
    ]);
    if (exitCode === 0) return;
    const words = /(?:Failed|failed|error|Could not).*$/m.exec(stderr)?.[0] ?? stderr.trim();
    throw new RestoreRefused(
      `iscsi://${offered.portal}/${offered.iqn}: expected this machine to read the clone, got ${JSON.stringify(words)}; ` +
        "run the rehearsal where the storage network is reached, on a storage node for example",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function source({ portal, iqn, lun, chap }: Offered): string {
  const options = {
    driver: "raw",
    "read-only": "on",
    "file.driver": "iscsi",
    "file.transport": "tcp",
    "file.portal": portal,
    "file.target": iqn,
    "file.lun": lun,
    "file.user": chap.user,
    "file.password-secret": "chap",
  };
  return Object.entries(options)
    .map(([key, value]) => `${key}=${doubled(String(value))}`)
    .join(",");
}

/** A comma ends an option of QEMU, two of them are one comma. */
function doubled(value: string): string {
  return value.replaceAll(",", ",,");
}
