import { setTimeout as sleep } from "node:timers/promises";

import { Failure } from "../../nas/failure";
import { paintFor } from "../../nas/output/colours";
import { listingText } from "../../nas/output/snapshots";
import { listSnapshots } from "../../nas/snapshot/list";
import { presentName } from "../../nas/snapshot/present";
import { onNas } from "../../nas/verbs/on-nas";
import { RestoreRefused } from "../../restore/failure";
import { planOf, planText, type Wanted } from "../../restore/plan";
import { restoredText } from "../../restore/report";
import { look, restore } from "../../restore/restore";
import type { World } from "../../restore/world";
import { ranText } from "../../upgrade/snapshot-name";
import { careRecordOf } from "./care-record";
import { confirmLun } from "./confirm";
import { controllerOf } from "./controller";
import { lunOnNas, restorableLun, type LunOnNas } from "./nas";
import type { RestoreOptions } from "./options";
import type { OperatedStack } from "./stack";
import { startsNow, takenUnder } from "./taken-under";

const secondsBetweenLooks = 1;
/** Beyond what Jenkins may take to end: the pod's volume is unmounted, and its node logs out. */
const secondsToLogOut = 180;

/** What a restore of this LUN works on. */
function worldOf(stack: OperatedStack, lun: LunOnNas, wait?: string): World {
  const { api, stored, surroundings } = stack;
  const { jenkins, storage } = stored.sections;
  if (wait !== undefined && !/^\d{1,5}$/.test(wait))
    throw new Failure(
      "request",
      `--wait: expected a whole number of seconds, got ${JSON.stringify(wait)}`,
    );
  const longest = wait === undefined ? jenkins.shutdownSeconds + secondsToLogOut : Number(wait);
  const deadline = performance.now() + longest * 1000;
  return {
    controller: controllerOf(api, jenkins.namespace),
    nas: restorableLun(lun, surroundings),
    record: careRecordOf(api, storage.secretNamespace),
    pause: async () => {
      await sleep(secondsBetweenLooks * 1000);
      return performance.now() < deadline;
    },
    report: (line) => {
      surroundings.stderr(`${line}\n`);
    },
  };
}

/** Sets the LUN back, once somebody has confirmed it; returns what to read afterwards. */
export async function setBack(stack: OperatedStack, options: RestoreOptions): Promise<string> {
  const lun = await lunOnNas(stack.stored, options.lun);
  const world = worldOf(stack, lun, options.wait);
  const wanted = await wantedOf(stack, lun, world, options.snapshot ?? "");
  const plan = planText(planOf(wanted, await look(wanted, world)));
  if (options.dryRun === true) return `would do:\n${plan}\nnothing was changed`;
  stack.surroundings.stderr(`${plan}\n`);
  const { stdin, stderr } = stack.surroundings;
  await confirmLun(lun.lun.name, options.confirm, stdin, stderr);
  return restoredText(wanted, await restore(wanted, world));
}

/** Every snapshot of the LUN, and what to do with one. */
export async function listed(stack: OperatedStack, options: RestoreOptions): Promise<string> {
  const { surroundings, name } = stack;
  const { nas, lun } = await lunOnNas(stack.stored, options.lun);
  const found = await onNas(nas, surroundings, (session) => listSnapshots(session, lun.name));
  const table = listingText(paintFor(surroundings.colours === true), found, Date.now());
  return `${table}\n\nto see what a restore would do: npm run restore -- --stack ${name} --snapshot <name> --dry-run`;
}

async function wantedOf(
  { stored, name, api }: OperatedStack,
  { lun }: LunOnNas,
  { nas }: World,
  named: string,
): Promise<Wanted> {
  const { jenkins, upgrades } = stored.sections;
  const all = await nas.snapshots();
  const found = all.filter((one) => one.name === named || one.uuid === named);
  const [snapshot] = found;
  if (snapshot === undefined || found.length > 1)
    throw new RestoreRefused(
      `--snapshot: expected a name that one snapshot of LUN ${JSON.stringify(lun.name)} has, got ${JSON.stringify(named)}; ` +
        `it has ${all.map((one) => JSON.stringify(one.name)).join(", ") || "none"}`,
    );
  const isHome = lun.name === jenkins.lun;
  const starts = isHome ? await startsNow(api, jenkins.namespace) : undefined;
  const memory = { ...upgrades.retention, now: Date.now() };
  const under = isHome ? takenUnder(snapshot, all, starts, memory) : undefined;
  return {
    ...{ stack: name, lun: lun.name, snapshot, isHome },
    keptAs: presentName(snapshot),
    maintenance: jenkins.maintenance,
    ...(starts !== undefined && { runs: ranText(starts.image, starts.plugins) }),
    ...(under !== undefined && { takenUnder: under }),
  };
}
