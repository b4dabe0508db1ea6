import type { Sections } from "../settings";
import { buildrootLuns } from "./buildroot";
import { duplicates, rule, type Owner, type Violation } from "./rule";

/** What LUNs and their users must satisfy together. */
export const storageRules = [
  rule<Sections>(["storage.luns.*.iqn"], separateTargets),
  rule<Sections>(["storage.luns", "storage.homes", "jenkins.lun"], declaredLuns),
  rule<Sections>(["storage.homes", "jenkins.claim"], separateClaims),
  rule<Sections>(["storage.homes", "jenkins.lun", "buildroot"], oneUser),
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

function* declaredLuns(settings: Sections): Generator<Violation> {
  const names = Object.keys(settings.storage.luns);
  for (const { path, value } of homeLuns(settings))
    if (!names.includes(value))
      yield {
        path,
        problem: { expected: `a LUN of storage.luns (${names.join(", ") || "it is empty"})` },
      };
}

/** The claim in use is described by the section of the controller alone. */
function* separateClaims({ storage, jenkins }: Sections): Generator<Violation> {
  if (storage.homes[jenkins.claim] !== undefined)
    yield {
      path: ["storage", "homes", jenkins.claim],
      problem: {
        expected: "another claim than jenkins.claim, which is in use",
        fix: "to switch, exchange the two",
      },
      value: jenkins.claim,
    };
}

function oneUser(settings: Sections): Iterable<Violation> {
  return duplicates(
    [...homeLuns(settings), ...buildrootLuns(settings)],
    "a file system has one writer, a second one destroys it",
  );
}

/** Which LUNs hold homes: the one in use first. */
function homeLuns({ storage, jenkins }: Sections): Owner[] {
  const others = Object.entries(storage.homes).map(([claim, { lun }]) => ({
    path: ["storage", "homes", claim, "lun"],
    value: lun,
  }));
  return [{ path: ["jenkins", "lun"], value: jenkins.lun }, ...others];
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
