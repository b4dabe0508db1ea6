import { Command } from "commander";
import { tmpdir } from "node:os";

import { RestoreRefused } from "../restore/failure";
import { rehearse } from "../restore/rehearse";
import type { KnownSnapshot } from "../restore/world";
import { careRecordOf } from "./restore/care-record";
import { endWith } from "./restore/ending";
import { lunOnNas, restorableLun, type LunOnNas } from "./restore/nas";
import { rehearsalWorld } from "./restore/rehearsal";
import { onStack, type OperatedStack } from "./restore/stack";

interface Options {
  readonly stack: string;
  readonly instance?: string;
  readonly lun?: string;
  readonly snapshot?: string;
  readonly folder: string;
}

const options = new Command("npm run rehearse-restore --")
  .description(
    "Reads a clone of the newest snapshot as a node would, looks for a Jenkins home in it, and removes the clone. Run it where the storage network is reached.",
  )
  .requiredOption("--stack <name>", "stack whose settings are read")
  .option("--instance <folder>", "folder of the local platform; default the usual one")
  .option("--lun <name>", "LUN of storage.luns; default the one of the Jenkins home")
  .option("--snapshot <name>", "snapshot by its name or uuid; default the newest")
  .option("--folder <folder>", "where a copy of what the LUN holds has room", tmpdir())
  .allowExcessArguments(false)
  .parse()
  .opts<Options>();

/** `npm run rehearse-restore`: shows that a restore would give a Jenkins home back, and records when it did. */
async function main(): Promise<void> {
  const ended = new AbortController();
  // A clone that is left takes room on the NAS; what runs is ended, and then the clone is removed as always.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      ended.abort();
    });
  process.stdout.write(
    `${await onStack(options.stack, options.instance, (stack) => rehearsed(stack, ended.signal))}\n`,
  );
}

async function rehearsed(stack: OperatedStack, ended: AbortSignal): Promise<string> {
  const { stored, api, surroundings } = stack;
  const live = await lunOnNas(stored, options.lun);
  const { name: snapshot, uuid } = await chosen(stack, live);
  const world = rehearsalWorld(stack, live, { snapshot: uuid, folder: options.folder, ended });
  const { jobs, repaired } = await rehearse(world);
  const isHome = live.lun.name === stored.sections.jenkins.lun;
  if (isHome) {
    const at = new Date(surroundings.now?.() ?? Date.now()).toISOString();
    const record = careRecordOf(api, stored.sections.storage.secretNamespace);
    await record.write({ lastRehearsal: at, rehearsed: snapshot });
  }
  return [
    `snapshot ${snapshot} of LUN ${live.lun.name} holds a Jenkins home with ${jobs} ${jobs === 1 ? "job" : "jobs"} at its top`,
    `file system: ${repaired}`,
    "not shown: that Jenkins starts on it",
  ].join("\n");
}

/** The snapshot that is named, or else the newest. */
async function chosen(stack: OperatedStack, live: LunOnNas): Promise<KnownSnapshot> {
  const { surroundings, name } = stack;
  const { lun } = live;
  const all = await restorableLun(live, surroundings).snapshots();
  const wanted = options.snapshot;
  const found = all.findLast(
    (one) => wanted === undefined || one.name === wanted || one.uuid === wanted,
  );
  if (found !== undefined) return found;
  throw new RestoreRefused(
    `--snapshot: expected one of LUN ${JSON.stringify(lun.name)}, got ${JSON.stringify(wanted ?? "the newest")}; ` +
      (all.length === 0
        ? `it has none, take one: npm run nas -- snapshot take --stack ${name} --lun ${lun.name} --name <name>`
        : `it has ${all.map((one) => JSON.stringify(one.name)).join(", ")}`),
  );
}

main().catch(endWith);
