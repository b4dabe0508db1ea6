import { parseCronSchedule } from "../../components/internal/cron-schedule";
import { parseQuantity } from "../../components/internal/quantity";
import type { Sections } from "../settings";
import { duplicates, known, rule, type Violation } from "./rule";

/** Least size of a volume for the ebuild repository: ext4 makes one inode for 16 KiB. */
const leastRepository = 8 * 2 ** 30;
/** When the day's snapshot is on every mirror: minutes after midnight UTC. */
const snapshotReady = 90;

/** What the Gentoo volumes and their jobs must satisfy together. */
export const gentooRules = [
  rule<Sections>(["gentoo.repository.size"], enoughInodes),
  rule<Sections>(["gentoo.repository.export", "gentoo.binaryPackages.export"], separateExports),
  rule<Sections>(["gentoo.schedule"], politeSchedule),
];

function* enoughInodes({ gentoo }: Sections): Generator<Violation> {
  if (gentoo !== undefined && known(parseQuantity(gentoo.repository.size)) < leastRepository)
    yield {
      path: ["gentoo", "repository", "size"],
      problem: {
        expected: "at least 8Gi",
        fix: "a smaller ext4 runs out of inodes before it runs out of bytes",
      },
    };
}

function separateExports({ gentoo }: Sections): Iterable<Violation> {
  if (gentoo === undefined) return [];
  return duplicates(
    [
      { path: ["gentoo", "repository", "export"], value: gentoo.repository.export },
      { path: ["gentoo", "binaryPackages", "export"], value: gentoo.binaryPackages.export },
    ],
    "an update of the repository deletes what it does not know",
  );
}

function* politeSchedule({ gentoo }: Sections): Generator<Violation> {
  if (gentoo === undefined) return;
  const path = ["gentoo", "schedule"];
  const { hours, minutes } = known(parseCronSchedule(gentoo.schedule));
  if (hours.length * minutes.length > 1)
    yield {
      path,
      problem: {
        expected: "a schedule that fires at most once a day",
        fix: "Gentoo's mirrors ban addresses that sync more often",
      },
      value: gentoo.schedule,
    };
  else if ((hours[0] ?? 0) * 60 + (minutes[0] ?? 0) < snapshotReady)
    yield {
      path,
      problem: {
        expected: "a time after 01:30 UTC",
        fix: "the day's snapshot is not on the mirrors before",
      },
      value: gentoo.schedule,
    };
}
