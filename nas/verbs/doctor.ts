import type { Command } from "commander";

import { Session } from "../dsm/session";
import { examine } from "../doctor/examine";
import type { Finding, State } from "../doctor/finding";
import { storageNetwork } from "../doctor/portals";
import type { Paint, Tone } from "../output/colours";
import { table } from "../output/table";
import { wayTo } from "./on-nas";
import { parseDescribed, requestText } from "./requests";
import { addVerb, foundSomething, type Outcome, type Verbs } from "./verb";

const tones: Readonly<Record<State, Tone>> = { ok: "good", warning: "warning", error: "bad" };

/** `doctor`: everything a deployment needs of the NAS, one line each. */
export function addDoctor(program: Command, verbs: Verbs): void {
  addVerb<{ portal?: string; prefix?: string }>(
    program,
    verbs,
    {
      name: "doctor",
      summary: "look at everything a deployment needs of the NAS; changes nothing",
      explanation: `Looks at the address, certificate and clock, SAN Manager, the login and its second factor, the DSM version, limits, volumes,
LUNs, targets, snapshots and initiators, and asks the portal by SendTargets which addresses the NAS announces (A-23).
A request with nas alone is taken too, before the first LUN is described.`,
      options: {
        portal: [
          "--portal <[ipv6]:port>",
          "portal of the settings; without it, no discovery is made",
        ],
        prefix: [
          "--prefix <network/length>",
          "storage network; addresses outside it are told apart",
        ],
      },
      examples: [
        "npm run nas -- doctor --stack prod",
        "node nas/run.cjs doctor --portal '[fd5c:1a8:7e2b:30::10]:3260' --prefix fd5c:1a8:7e2b:30::/64 < request.json",
        "node nas/run.cjs doctor --json < request.json | jq -r '.findings[] | select(.state == \"error\") | .found'",
      ],
    },
    async ({ portal, prefix }) => {
      const network = storageNetwork(portal, prefix);
      const { surroundings } = verbs;
      const { nas, wanted } = parseDescribed(await requestText(surroundings), true);
      const { connection, memory } = wayTo(nas, surroundings);
      const findings = await examine({
        ...{ nas, connection, wanted, network },
        withSession: (work) => Session.during(connection, nas, memory, work),
        now: surroundings.now ?? Date.now,
      });
      return outcome(findings);
    },
  );
}

function outcome(findings: readonly Finding[]): Outcome {
  const count = (state: State): number => findings.filter((one) => one.state === state).length;
  const counts = { ok: count("ok"), warnings: count("warning"), errors: count("error") };
  return {
    document: { findings: findings.map((one) => ({ ...one, fix: one.fix ?? null })), ...counts },
    text: (paint) => `${lines(paint, findings)}\n\n${summary(counts)}`,
    exitCode: counts.errors > 0 ? foundSomething : 0,
  };
}

function lines(paint: Paint, findings: readonly Finding[]): string {
  return table(
    paint,
    ["state", "check", "found"],
    findings.map(({ state, check, found, fix }) => [
      paint(tones[state], state),
      check,
      fix === undefined ? found : `${found}; ${fix}`,
    ]),
  );
}

function summary({ ok, warnings, errors }: Readonly<Record<string, number>>): string {
  const say = (count = 0, word = ""): string => `${count} ${word}${count === 1 ? "" : "s"}`;
  return `${say(errors, "error")}, ${say(warnings, "warning")}, ${ok ?? 0} ok`;
}
