import { RestoreRefused } from "../../restore/failure";
import { abandon } from "../../restore/abandon";
import { progressOf } from "../../restore/progress";
import { careRecordOf } from "./care-record";
import { controllerOf } from "./controller";
import { lunOnNas, restorableLun } from "./nas";
import type { OperatedStack } from "./stack";

/** What somebody wants who does not want it yet. */
interface Wanted {
  /** Only says what would be done. */
  readonly dryRun?: boolean;
}

/** Gives up a restore that was begun and has not set its LUN back. */
export async function giveUp(stack: OperatedStack, { dryRun = false }: Wanted): Promise<string> {
  const { api, stored, surroundings, name } = stack;
  const { jenkins, storage } = stored.sections;
  const record = careRecordOf(api, storage.secretNamespace);
  const begun = progressOf(await record.read());
  if (begun === undefined) return "no restore is under way";
  const nas = restorableLun(await lunOnNas(stored, begun.lun), surroundings);
  const controller = controllerOf(api, jenkins.namespace);
  await abandon(name, { controller, nas, record }, dryRun);
  const what = `the restore of LUN ${begun.lun} to snapshot ${begun.name}`;
  if (dryRun)
    return `would give up ${what}${begun.starts ? " and start the controller again" : ""}; nothing was changed`;
  return `gave up ${what}; ${
    begun.starts ? "the controller is started again" : "the controller stays stopped, as it was"
  }`;
}

/**
 * Starts the controller that a restore has left stopped, with what the cluster has: a newer Jenkins then rewrites the home.
 *
 * @throws RestoreRefused while a restore is under way, in maintenance and without a controller
 */
export async function startLeft(
  { api, stored, name }: OperatedStack,
  { dryRun = false }: Wanted,
): Promise<string> {
  const { jenkins, storage } = stored.sections;
  const controller = controllerOf(api, jenkins.namespace);
  const begun = progressOf(await careRecordOf(api, storage.secretNamespace).read());
  const replicas = await controller.replicas();
  if (begun !== undefined)
    throw new RestoreRefused(
      `--start: expected no restore under way, got that of LUN ${JSON.stringify(begun.lun)} to ${JSON.stringify(begun.name)}; ` +
        `finish it: npm run restore -- --stack ${name} --lun ${begun.lun} --snapshot ${begun.name}`,
    );
  if (jenkins.maintenance)
    throw new RestoreRefused(
      `--start: expected jenkins.maintenance to be false, got true; end it: npm run maintenance -- off --stack ${name}`,
    );
  if (replicas === undefined)
    throw new RestoreRefused(
      `--start: expected StatefulSet ${jenkins.namespace}/jenkins, got none; npm run up -- --stack ${name} makes it`,
    );
  if (replicas > 0) return "the controller is started already";
  if (dryRun) return "would start the controller; nothing was changed";
  await controller.scale(1);
  return `started the controller; after a restore it begins no build, once it looks right: npm run restore -- --stack ${name} --release`;
}
