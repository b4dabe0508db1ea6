import type { Command } from "commander";

import { storageNetwork } from "../doctor/portals";
import type { Difference } from "../drift/compare";
import { findDrift } from "../drift/drift";
import { table } from "../output/table";
import { onNas } from "./on-nas";
import { parseDescribed, requestText } from "./requests";
import { addVerb, foundSomething, reporter, type Verbs } from "./verb";

/** `drift`: the NAS as it is against the request. */
export function addDrift(program: Command, verbs: Verbs): void {
  addVerb<{ portal?: string }>(
    program,
    verbs,
    {
      name: "drift",
      summary: "compare the NAS with the request; changes nothing",
      explanation: `Compares size, volume, type, status, attributes and mark of each LUN, name, IQN, CHAP, session limit and state of its target,
the mapping and its number, and the count of snapshots. Passwords cannot be read from a NAS and are not compared.`,
      options: {
        portal: [
          "--portal <[ipv6]:port>",
          "portal of the settings; without it, no discovery is made",
        ],
      },
      examples: [
        "npm run nas -- drift --stack prod",
        "npm run nas -- drift --stack prod --lun jenkins --json",
        "jq -s . jenkins.json gentoo.json | node nas/run.cjs drift",
      ],
    },
    async ({ portal }) => {
      const network = storageNetwork(portal, undefined);
      const { nas, wanted } = parseDescribed(await requestText(verbs.surroundings));
      const document = await onNas(nas, verbs.surroundings, async (session) => ({
        differences: await findDrift(
          session,
          wanted,
          network?.portal,
          reporter(verbs.surroundings),
        ),
        luns: wanted.map(({ lun }) => lun.name),
      }));
      const { differences, luns } = document;
      return {
        document,
        text: (paint) =>
          differences.length === 0
            ? `${luns.join(", ")}: ${paint("good", "as described")}`
            : table(paint, ["LUN", "property", "expected", "found"], differences.map(cells)),
        exitCode: differences.length === 0 ? 0 : foundSomething,
      };
    },
  );
}

function cells({ lun, property, expected, found }: Difference): string[] {
  return [lun, property, expected, found];
}
