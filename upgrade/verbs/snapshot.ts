import { constants } from "node:os";
import { text } from "node:stream/consumers";

import { Failure } from "../../nas/failure";
import { prepare } from "../prepare";
import { end, report } from "../process";
import type { UpgradeRecord } from "../record";
import { parseUpgradeRequest, targetOf } from "../request";

/** `snapshot`: before the controller's pod is replaced. Its request comes on standard input. */
export function main(): void {
  const ended = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      process.exitCode = 128 + constants.signals[signal];
      ended.abort(new Failure("failed", `ended by ${signal}; nothing was replaced`));
    });
  end(run(ended.signal));
}

async function run(ended: AbortSignal): Promise<UpgradeRecord> {
  const request = parseUpgradeRequest(await text(process.stdin));
  const target = targetOf(request.snapshot, report);
  return await prepare({
    ...{ environment: process.env, now: new Date() },
    ...{ request, target, report, ended },
  });
}
