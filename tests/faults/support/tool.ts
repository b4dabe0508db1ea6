import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";

import { run } from "../../../nas/cli";
import type { Patience } from "../../../nas/dsm/patience";
import type { EnsureRequest } from "../../../nas/request";
import type { TestNas } from "../../local/nas-simulator/support/nas";

/** CHAP password of every target of the tests; like the account's it may show up nowhere. */
export const chapPassword = "chap-secret-14";

/** Waits short enough for hundreds of runs, long enough for a busy machine. */
export const impatient: Patience = {
  answer: 400,
  retries: [10, 30],
  effect: 60,
  settle: 2000,
  poll: 5,
};

/** What one run of the tool came to. */
export interface Ending {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A request for a LUN of whole GiB that is called like its target. */
export function requestFor(nas: TestNas, name: string, gibibytes = 1): EnsureRequest {
  return {
    nas: {
      url: nas.url,
      account: "pulumi",
      password: "right",
      certificateAuthority: join(nas.folder, "ca.crt"),
    },
    lun: { name, volume: "/volume1", sizeBytes: gibibytes * 2 ** 30, description: "" },
    target: {
      name,
      iqn: `iqn.2000-01.com.synology:nas.${name}`,
      maxSessions: 0,
      chap: { user: "k8s", password: chapPassword },
    },
    mappingIndex: 1,
  };
}

/** Runs one verb in this process, as a process would. */
export async function runVerb(
  nas: TestNas,
  argv: readonly string[],
  request: EnsureRequest,
): Promise<Ending> {
  const temporaryFolder = join(nas.folder, "tool");
  mkdirSync(temporaryFolder, { recursive: true });
  const printed = { stdout: "", stderr: "" };
  const exitCode = await run([...argv, "--json"], {
    stdin: Readable.from([JSON.stringify(request)]),
    stdout: (text) => (printed.stdout += text),
    stderr: (text) => (printed.stderr += text),
    temporaryFolder,
    patience: impatient,
  });
  return { exitCode, ...printed };
}
