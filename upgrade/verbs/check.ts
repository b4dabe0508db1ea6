import { text } from "node:stream/consumers";

import { end, report } from "../process";
import type { UpgradeRecord } from "../record";
import { parseCheckRequest } from "../request";
import { verify } from "../verify";

/** `check`: after the controller's pod was replaced. Its request comes on standard input. */
export function main(): void {
  end(run());
}

async function run(): Promise<UpgradeRecord> {
  const request = parseCheckRequest(await text(process.stdin));
  return await verify({ environment: process.env, request, report, now: new Date() });
}
