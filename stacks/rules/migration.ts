import { isForeign, newHome } from "../home-migration";
import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

type Migration = NonNullable<Sections["storage"]["migration"]>;

/** What a migration and the controller must satisfy together. */
export const migrationRules = [
  rule<Sections>(["storage.migration.from", "jenkins.namespace"], during(oneNamespace)),
  rule<Sections>(
    ["storage.migration", "storage.homes", "jenkins.claim", "jenkins.namespace"],
    during(knownClaims),
  ),
  rule<Sections>(
    ["storage.migration", "storage.homes", "jenkins.claim", "jenkins.namespace"],
    during(users),
  ),
  rule<Sections>(
    ["storage.migration", "storage.homes", "jenkins.claim", "jenkins.maintenance"],
    during(controllerOfPhase),
  ),
];

function during(violations: (migration: Migration, settings: Sections) => Iterable<Violation>) {
  return (settings: Sections): Iterable<Violation> => {
    const { migration } = settings.storage;
    return migration === undefined ? [] : violations(migration, settings);
  };
}

const at = (...path: string[]) => ["storage", "migration", ...path];

function* oneNamespace({ from }: Migration, { jenkins }: Sections): Generator<Violation> {
  if (from.namespace !== undefined && from.namespace !== jenkins.namespace)
    yield {
      path: at("from", "namespace"),
      problem: {
        expected: `jenkins.namespace (${jenkins.namespace})`,
        fix: "a pod mounts claims of its own namespace alone: let jenkins.namespace be that one, or bind the old volume to a claim in it first",
      },
      value: from.namespace,
    };
}

function* knownClaims(migration: Migration, settings: Sections): Generator<Violation> {
  const { storage, jenkins } = settings;
  const { claim } = migration.from;
  const to = newHome(migration, settings);
  if (to === claim)
    yield {
      path: at("to"),
      problem: {
        expected: "another claim than storage.migration.from.claim",
        fix: "old and new stay side by side, so that no name is raced: declare the new one in storage.homes",
      },
      value: to,
    };
  else if (to !== jenkins.claim && storage.homes[to] === undefined)
    yield {
      path: at("to"),
      problem: {
        expected: `jenkins.claim or a claim of storage.homes (${[jenkins.claim, ...Object.keys(storage.homes)].join(", ")})`,
      },
      value: to,
    };
  else if (to !== jenkins.claim && claim !== jenkins.claim)
    yield {
      path: at("to"),
      problem: {
        expected: `jenkins.claim (${jenkins.claim})`,
        fix: "a home comes from the claim in use, or goes to it",
      },
      value: to,
    };
}

function* users(migration: Migration, settings: Sections): Generator<Violation> {
  const { podLabels } = migration.from;
  const labelled = Object.keys(podLabels ?? {}).length > 0;
  const foreign = isForeign(migration, settings);
  if (foreign && !labelled)
    yield {
      path: at("from", "podLabels"),
      problem: {
        expected: "the labels of the pods that use the old claim",
        fix: `kubectl --namespace ${settings.jenkins.namespace} get pods --show-labels`,
      },
      value: podLabels,
    };
  if (!foreign && podLabels !== undefined)
    yield {
      path: at("from", "podLabels"),
      problem: {
        expected: "no labels with a claim of this stack",
        fix: "who uses that one is known",
      },
    };
}

/** What each phase asks of the controller, so that no Jenkins writes to a home that is copied to or compared. */
function* controllerOfPhase(migration: Migration, settings: Sections): Generator<Violation> {
  const { jenkins } = settings;
  const { phase, from } = migration;
  const to = newHome(migration, settings);
  // Both are said by another rule.
  if (to === from.claim || (to !== jenkins.claim && from.claim !== jenkins.claim)) return;
  if (phase === "switch") {
    if (jenkins.claim !== to)
      yield {
        path: ["jenkins", "claim"],
        problem: {
          expected: `storage.migration.to (${to}) in the phase switch`,
          fix: "exchange jenkins.claim and jenkins.lun with the entry of storage.homes",
        },
        value: jenkins.claim,
      };
    return;
  }
  if (!jenkins.maintenance && (phase === "copy" || jenkins.claim === to))
    yield {
      path: ["jenkins", "maintenance"],
      problem: {
        expected: `true in the phase ${phase}`,
        fix:
          phase === "copy"
            ? "the last copy needs a home that nobody writes to"
            : "Jenkins must not start on a home that is not whole yet",
      },
      value: jenkins.maintenance,
    };
  if (phase === "precopy" && !isForeign(migration, settings) && nothingRuns(from.claim, jenkins))
    yield {
      path: at("phase"),
      problem: {
        expected: "copy",
        fix: "no Jenkins runs on the old home, so there is nothing to copy beside",
      },
      value: phase,
    };
}

function nothingRuns(claim: string, { claim: used, maintenance }: Sections["jenkins"]): boolean {
  return claim !== used || maintenance;
}
