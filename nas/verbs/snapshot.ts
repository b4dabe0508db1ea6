import type { Command } from "commander";

import type { Session } from "../dsm/session";
import { Failure } from "../failure";
import { listingText, prunedText, snapshotText } from "../output/snapshots";
import { facts } from "../output/table";
import { parseShowRequest } from "../request";
import { cloneSnapshot } from "../snapshot/clone";
import { listSnapshots } from "../snapshot/list";
import { pruneSnapshots } from "../snapshot/prune";
import { restoreSnapshot } from "../snapshot/restore";
import { takeSnapshot } from "../snapshot/take";
import { onLun, onNas } from "./on-nas";
import { requestText } from "./requests";
import { addVerb, reporter, type Verbs } from "./verb";

/** `snapshot`: what the NAS keeps of earlier states of a LUN. */
export function addSnapshot(program: Command, verbs: Verbs): void {
  const group = program.command("snapshot").description("snapshots of one LUN");
  addTake(group, verbs);
  addList(group, verbs);
  addPrune(group, verbs);
  addClone(group, verbs);
  addRestore(group, verbs);
}

function addTake(group: Command, verbs: Verbs): void {
  addVerb<{ name?: string; description?: string; unlocked?: true }>(
    group,
    verbs,
    {
      name: "take",
      summary: "take a snapshot, locked against every retention; one of the same name is enough",
      options: {
        name: ["--name <name>", "what tells it from the others; default: from the description"],
        description: [
          "--description <text>",
          "what it is for, as SAN Manager shows it; default: the name",
        ],
        unlocked: ["--unlocked", "leave it to snapshot prune and to the NAS's own retention"],
      },
      examples: [
        "npm run nas -- snapshot take --stack prod --lun jenkins --description 'before the plugin update'",
        "node nas/run.cjs snapshot take --name before-2.580.1 --json < request.json",
      ],
    },
    async ({ name, description, unlocked }) => {
      const document = await onNamed(verbs, (session, lunName) =>
        takeSnapshot(
          session,
          lunName,
          {
            ...(name !== undefined && { name }),
            ...(description !== undefined && { description }),
            locked: unlocked !== true,
          },
          reporter(verbs.surroundings),
        ),
      );
      return {
        document,
        text: (paint) => snapshotText(paint, document.lun.name, document.snapshot),
      };
    },
  );
}

function addList(group: Command, verbs: Verbs): void {
  addVerb(
    group,
    verbs,
    {
      name: "list",
      summary:
        "print every snapshot of the LUN, those of the NAS's own schedule too; changes nothing",
      options: {},
      examples: [
        "npm run nas -- snapshot list --stack prod --lun jenkins",
        "node nas/run.cjs snapshot list --json < request.json | jq -r '.snapshots[] | select(.ours) | .name'",
      ],
    },
    async () => {
      const { nas, lun } = parseShowRequest(await requestText(verbs.surroundings));
      const document = await onNas(nas, verbs.surroundings, (session) =>
        listSnapshots(session, lun.name),
      );
      const now = verbs.surroundings.now ?? Date.now;
      return { document, text: (paint) => listingText(paint, document, now()) };
    },
  );
}

function addPrune(group: Command, verbs: Verbs): void {
  addVerb<{ keep?: string; dryRun?: true }>(
    group,
    verbs,
    {
      name: "prune",
      summary: "delete the oldest unlocked snapshots that this program took",
      explanation:
        "Locked ones are kept and do not count; those of the NAS's own schedule and of people are not looked at.",
      options: {
        keep: ["--keep <count>", "how many of the newest unlocked ones stay"],
        dryRun: ["--dry-run", "only say which would be deleted"],
      },
      examples: [
        "npm run nas -- snapshot prune --stack prod --lun jenkins --keep 10 --dry-run",
        "node nas/run.cjs snapshot prune --keep 10 < request.json",
      ],
    },
    async ({ keep, dryRun }) => {
      if (keep === undefined || !/^[1-9]\d{0,3}$/.test(keep))
        throw new Failure(
          "request",
          `--keep: expected a whole number from 1, got ${keep === undefined ? "none" : JSON.stringify(keep)}`,
        );
      const options = { keep: Number(keep), dryRun: dryRun === true };
      const document = await onNamed(verbs, (session, lunName) =>
        pruneSnapshots(session, lunName, options, reporter(verbs.surroundings)),
      );
      return { document, text: (paint) => prunedText(paint, document) };
    },
  );
}

function addClone(group: Command, verbs: Verbs): void {
  addVerb<{ snapshot?: string; name?: string; iqn?: string }>(
    group,
    verbs,
    {
      name: "clone",
      summary: "make a new LUN from a snapshot, to look into it without touching the live one",
      explanation:
        "The clone is mapped to nothing. Once it is no longer needed: nas lun delete --confirm <its name>.",
      options: {
        snapshot: ["--snapshot <name|uuid>", "snapshot of the LUN"],
        name: ["--name <name>", "name of the new LUN"],
        iqn: [
          "--iqn <iqn>",
          "target that is to offer it, so that lun ensure of that target adopts it; default: none",
        ],
      },
      examples: [
        "npm run nas -- snapshot clone --stack prod --lun jenkins --snapshot before-2.580.1 --name jenkins-rehearsal",
        "node nas/run.cjs snapshot clone --snapshot before-2.580.1 --name jenkins-rehearsal < request.json",
      ],
    },
    async (options) => {
      const snapshot = needed("--snapshot", options.snapshot);
      const cloneName = needed("--name", options.name);
      const document = await onNamed(verbs, (session, lunName) =>
        cloneSnapshot(
          session,
          lunName,
          { snapshot, cloneName, ...(options.iqn !== undefined && { iqn: options.iqn }) },
          reporter(verbs.surroundings),
        ),
      );
      return {
        document,
        text: (paint) =>
          facts(paint, [
            ["LUN", `${document.lun.name}, ${document.lun.uuid}`],
            ["from", `snapshot ${document.snapshot.name} of LUN ${document.source.name}`],
            ["device", `/dev/disk/by-id/scsi-${document.wwid}`],
          ]),
      };
    },
  );
}

function addRestore(group: Command, verbs: Verbs): void {
  addVerb<{ snapshot?: string }>(
    group,
    verbs,
    {
      name: "restore",
      summary:
        "set the LUN back to a snapshot; what it holds now is kept in a locked snapshot first",
      explanation: `Refused while an initiator is logged in: stop the pods first and wait until their node has logged out. Newer snapshots
survive, and so does the way back: restore the snapshot before-restore-…. The target is disabled meanwhile and enabled afterwards;
if the run is killed, run it again.`,
      options: { snapshot: ["--snapshot <name|uuid>", "snapshot of the LUN"] },
      examples: [
        "npm run nas -- snapshot restore --stack prod --lun jenkins --snapshot before-2.580.1",
        "node nas/run.cjs snapshot restore --snapshot before-2.580.1 < request.json",
      ],
    },
    async (options) => {
      const snapshot = needed("--snapshot", options.snapshot);
      const document = await onNamed(verbs, (session, lunName) =>
        restoreSnapshot(session, lunName, { snapshot }, reporter(verbs.surroundings)),
      );
      return {
        document,
        text: (paint) =>
          facts(paint, [
            ["LUN", document.lun.name],
            ["holds", `snapshot ${document.snapshot.name}`],
            ["before", `is kept in snapshot ${document.before.name}`],
          ]),
      };
    },
  );
}

/** Works on the LUN that the request names, while no other run does. */
async function onNamed<T extends object>(
  { surroundings }: Verbs,
  work: (session: Session, lunName: string) => Promise<T>,
): Promise<T & { readonly nodeUuid: string }> {
  const { nas, lun } = parseShowRequest(await requestText(surroundings));
  return await onLun(nas, lun.name, surroundings, (session) => work(session, lun.name));
}

function needed(option: string, value: string | undefined): string {
  if (value !== undefined && value !== "") return value;
  throw new Failure("request", `${option}: expected a name, got none`);
}
