import type { Command } from "commander";

import { Failure } from "../failure";
import { deleteLun } from "../lun/delete";
import { ensureLun } from "../lun/ensure";
import { growTo } from "../lun/grow";
import { retireLun } from "../lun/retire";
import { showLun } from "../lun/show";
import { identityText, lunText, type ShownLun } from "../output/luns";
import { facts } from "../output/table";
import { size } from "../output/units";
import { parseEnsureRequest, parseLunReference, parseShowRequest } from "../request";
import { onLun, onNas } from "./on-nas";
import { parseDescribed, requestText } from "./requests";
import { addVerb, reporter, type Verbs } from "./verb";

/** `lun`: one LUN from its first day to its last. */
export function addLun(program: Command, verbs: Verbs): void {
  const group = program.command("lun").description("one LUN with its target and mapping");
  addEnsure(group, verbs);
  addShow(group, verbs);
  addGrow(group, verbs);
  addRetire(group, verbs);
  addDelete(group, verbs);
}

function addEnsure(group: Command, verbs: Verbs): void {
  addVerb<{ existing?: true }>(
    group,
    verbs,
    {
      name: "ensure",
      summary: "make or grow the LUN, its target and the mapping; refuse whatever differs",
      explanation:
        "Never deletes, unmaps or shrinks, and makes no LUN anew whose target is still there. Run by pulumi up with --json; run by\nhand, it does the same.",
      options: {
        existing: [
          "--existing",
          "the LUN was made before: refuse when it is missing, instead of making an empty one",
        ],
      },
      examples: [
        "node nas/run.cjs lun ensure < request.json",
        "jq '.lun.sizeBytes *= 2' request.json | node nas/run.cjs lun ensure --json",
        "npm run nas -- lun ensure --stack prod --lun jenkins --existing",
      ],
    },
    async ({ existing }) => {
      const { surroundings } = verbs;
      const { nas, ...wanted } = parseEnsureRequest(await requestText(surroundings));
      const document = await onLun(nas, wanted.lun.name, surroundings, (session) =>
        ensureLun(session, wanted, reporter(surroundings), existing === true),
      );
      return { document, text: (paint) => identityText(paint, document) };
    },
  );
}

function addShow(group: Command, verbs: Verbs): void {
  addVerb(
    group,
    verbs,
    {
      name: "show",
      summary: "print the LUN and the targets it is mapped to; changes nothing",
      options: {},
      examples: [
        "npm run nas -- lun show --stack prod --lun jenkins",
        "node nas/run.cjs lun show --json < request.json | jq .targets[].sessions",
      ],
    },
    async () => {
      const { nas, lun } = parseShowRequest(await requestText(verbs.surroundings));
      const document = await onNas(
        nas,
        verbs.surroundings,
        async (session) => (await showLun(session, lun.name)) as ShownLun,
      );
      return { document, text: (paint) => lunText(paint, document) };
    },
  );
}

function addGrow(group: Command, verbs: Verbs): void {
  addVerb<{ size?: string }>(
    group,
    verbs,
    {
      name: "grow",
      summary: "grow the LUN to exactly one size, and print what is left to do on its node",
      explanation:
        "Makes nothing and shrinks nothing. Needs no CHAP password. pulumi up grows a LUN too, when its size in the settings is raised.",
      options: {
        size: ["--size <GiB>", "whole GiB such as 600Gi; default: the size of the request"],
      },
      examples: [
        "npm run nas -- lun grow --stack prod --lun jenkins",
        "node nas/run.cjs lun grow --size 600Gi < request.json",
      ],
    },
    async (options) => {
      const { surroundings } = verbs;
      const sizeBytes = options.size === undefined ? undefined : wholeGibibytes(options.size);
      const { nas, wanted } = parseDescribed(await requestText(surroundings));
      const [one, ...others] = wanted;
      if (one === undefined || others.length > 0)
        throw new Failure("request", "request: expected one document, got a list");
      const lun = { ...one.lun, sizeBytes: sizeBytes ?? one.lun.sizeBytes };
      const document = await onLun(nas, lun.name, surroundings, (session) =>
        growTo(session, { ...one, lun }, reporter(surroundings)),
      );
      const { previousSizeBytes, nodeSideSteps } = document;
      const steps = nodeSideSteps.map((step, index) => `${index + 1}. ${step}`);
      return {
        document,
        text: (paint) =>
          [
            facts(paint, [
              ["LUN", document.lun.name],
              ["size", `${size(document.lun.sizeBytes)}, before ${size(previousSizeBytes)}`],
            ]),
            ...(steps.length === 0 ? [] : ["", "what the NAS cannot do:", ...steps]),
          ].join("\n"),
      };
    },
  );
}

function addRetire(group: Command, verbs: Verbs): void {
  addVerb(
    group,
    verbs,
    {
      name: "retire",
      summary: "unmap the LUN, rename it and disable its target; deletes nothing",
      explanation:
        "Refused while an initiator is logged in. The same command again changes nothing. To take it back, give it its\nold name and enable the target in SAN Manager; the next lun ensure maps it.",
      options: {},
      examples: [
        "npm run nas -- lun retire --stack prod --lun jenkins",
        "node nas/run.cjs lun retire --json < request.json",
      ],
    },
    async () => {
      const { surroundings } = verbs;
      const { nas, ...wanted } = parseLunReference(await requestText(surroundings));
      const document = await onLun(nas, wanted.lun.name, surroundings, (session) =>
        retireLun(session, wanted, reporter(surroundings)),
      );
      const { lun, target } = document;
      return {
        document,
        text: (paint) =>
          facts(paint, [
            ["LUN", `${lun.formerName}, retired as ${lun.name}, ${lun.uuid}`],
            ["target", target === null ? "none" : `${target.name}, ${target.iqn}, disabled`],
            ["delete it", `nas lun delete --confirm ${lun.name}`],
          ]),
      };
    },
  );
}

function addDelete(group: Command, verbs: Verbs): void {
  addVerb<{ confirm?: string }>(
    group,
    verbs,
    {
      name: "delete",
      summary: "delete a retired LUN with all its snapshots, for ever",
      explanation: `The only verb that destroys data. Refused without the exact name, for a LUN without this program's mark or with another's,
while it is mapped, while an initiator is logged in and while it has a locked snapshot.`,
      options: {
        confirm: ["--confirm <name>", "name of the LUN to delete, as nas audit shows it"],
      },
      examples: [
        "npm run nas -- lun delete --stack prod --lun jenkins --confirm jenkins.retired-20261121-ac36da",
        "node nas/run.cjs lun delete --confirm jenkins.retired-20261121-ac36da < request.json",
      ],
    },
    async ({ confirm }) => {
      const { surroundings } = verbs;
      const { nas, ...wanted } = parseLunReference(await requestText(surroundings));
      const document = await onLun(nas, wanted.lun.name, surroundings, (session) =>
        deleteLun(session, wanted, confirm, reporter(surroundings)),
      );
      const { lun } = document;
      return {
        document,
        text: () =>
          lun === null ? "nothing was deleted" : `LUN ${lun.name} (${lun.uuid}) is deleted`,
      };
    },
  );
}

function wholeGibibytes(text: string): number {
  const [, count] = /^([1-9]\d{0,8})Gi$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * 1024 ** 3;
  throw new Failure(
    "request",
    `--size: expected whole GiB such as "600Gi", got ${JSON.stringify(text)}`,
  );
}
