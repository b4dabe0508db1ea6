import type { Sections } from "../settings";
import { duplicates, rule, type Violation } from "./rule";

/** What LUNs and their users must satisfy together. */
export const storageRules = [
  rule<Sections>(["storage.luns.*.iqn"], separateTargets),
  rule<Sections>(["storage.luns", "jenkins.lun"], declaredLun),
  rule<Sections>(["storage.luns.*.chapUser", "storage.luns.*.mutualChapUser"], separateUsers),
];

/** With one target a LUN, the mapping index is unique within each target as well. */
function separateTargets({ storage }: Sections): Iterable<Violation> {
  return duplicates(
    Object.entries(storage.luns).map(([name, { iqn }]) => ({
      path: ["storage", "luns", name, "iqn"],
      value: iqn,
    })),
    "whoever logs in to a target sees every LUN on it",
  );
}

function* declaredLun({ storage, jenkins }: Sections): Generator<Violation> {
  const names = Object.keys(storage.luns);
  if (!names.includes(jenkins.lun))
    yield {
      path: ["jenkins", "lun"],
      problem: { expected: `a LUN of storage.luns (${names.join(", ") || "it is empty"})` },
    };
}

/** An initiator that could use its own login as the target's would be fooled by an echo of its challenge. */
function* separateUsers({ storage }: Sections): Generator<Violation> {
  for (const [name, { chapUser, mutualChapUser }] of Object.entries(storage.luns))
    if (chapUser === mutualChapUser)
      yield {
        path: ["storage", "luns", name, "mutualChapUser"],
        problem: {
          expected: `another value than storage.luns.${name}.chapUser`,
          fix: "node and NAS prove themselves with logins of their own",
        },
        value: mutualChapUser,
      };
}
