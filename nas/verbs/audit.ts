import type { Command } from "commander";

import { findStrays, type Stray } from "../audit/strays";
import { listLuns } from "../dsm/luns";
import { listTargets } from "../dsm/targets";
import { table } from "../output/table";
import { size, wholeDays } from "../output/units";
import { onNas } from "./on-nas";
import { parseDescribed, requestText } from "./requests";
import { addVerb, foundSomething, type Verbs } from "./verb";

/** `audit`: what this program has left on the NAS and nobody describes any more. */
export function addAudit(program: Command, verbs: Verbs): void {
  addVerb(
    program,
    verbs,
    {
      name: "audit",
      summary: "list objects of this program that belong to no LUN of the request; changes nothing",
      explanation: `Lists retired LUNs, clones, LUNs with the mark jenkins-stack: that no request describes, targets without a LUN whose IQN
begins like those of the request, and halves that an interrupted run left. Give all stacks of a NAS at once, as a list: what
belongs to another stack is listed otherwise.`,
      options: {},
      examples: [
        "npm run nas -- audit --stack prod",
        "jq -s . prod.json test.json | node nas/run.cjs audit",
        "node nas/run.cjs audit --json < request.json | jq -r '.strays[].name'",
      ],
    },
    async () => {
      const { nas, wanted } = parseDescribed(await requestText(verbs.surroundings));
      const document = await onNas(nas, verbs.surroundings, async (session) => ({
        strays: findStrays(wanted, await listLuns(session), await listTargets(session)),
      }));
      const { strays } = document;
      const now = (verbs.surroundings.now ?? Date.now)();
      return {
        document,
        text: (paint) =>
          strays.length === 0
            ? paint("good", "nothing is left over")
            : table(
                paint,
                ["kind", "name", "IQN", { heading: "taken", numbers: true }, "sessions", "since"],
                strays.map((stray) => cells(stray, now)),
              ),
        exitCode: strays.length === 0 ? 0 : foundSomething,
      };
    },
  );
}

function cells(stray: Stray, now: number): string[] {
  const { kind, name, iqn, takenBytes, sessions, since } = stray;
  return [
    kind,
    name,
    iqn,
    kind.startsWith("target") ? "" : size(takenBytes),
    String(sessions),
    since === null ? "" : `${since} (${wholeDays((now - Date.parse(since)) / 1000)})`,
  ];
}
