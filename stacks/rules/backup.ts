import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

/** Backups are declared or waived, and never both (A-34, D-06). */
export const backupRules = [rule<Sections>(["backup"], declared)];

function* declared({ backup }: Sections): Generator<Violation> {
  const { target, waived, secretsCopy, secretsWaived } = backup;
  yield* oneOfTwo(["target", target], ["waived", waived], {
    expected: "a backup outside of the NAS",
    fix: "snapshots on the same NAS are lost with it",
  });
  yield* oneOfTwo(["secretsCopy", secretsCopy], ["secretsWaived", secretsWaived], {
    expected: "a place where a copy of the home's secrets/ is kept",
    fix: "without it, the credentials that Jenkins has stored are lost",
  });
}

type Given = readonly [name: string, value: unknown];

function* oneOfTwo(
  [name, value]: Given,
  [waiverName, waiver]: Given,
  { expected, fix }: { readonly expected: string; readonly fix: string },
): Generator<Violation> {
  if (value === undefined && waiver === undefined)
    yield {
      path: ["backup", name],
      problem: { expected, fix: `${fix}; or say in backup.${waiverName} why there is none` },
    };
  if (value !== undefined && waiver !== undefined)
    yield {
      path: ["backup", waiverName],
      problem: { expected: `no such setting beside backup.${name}`, fix: "remove one of the two" },
    };
}
