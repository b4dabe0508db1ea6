import { parseCronSchedule, type CronSchedule } from "../../components/internal/cron-schedule";
import type { Sections } from "../settings";
import { known, rule, type Violation } from "./rule";

const dayMinutes = 24 * 60;
/** When the day's snapshot is on every mirror: minutes after midnight UTC. */
const snapshotReady = 90;
/** The longest a sync or a prune runs before it is ended. */
const jobMinutes = 60;
/** Where a schedule falls that the stack chooses: 02:00 to 05:59. */
const chosen = { from: 120, to: 360 };

/** When the Gentoo jobs may run. */
export const gentooScheduleRules = [
  rule<Sections>(["gentoo.schedule"], politeSchedule),
  rule<Sections>(["gentoo.schedule", "gentoo.prune.schedule"], separateHours),
];

function* politeSchedule({ gentoo }: Sections): Generator<Violation> {
  if (gentoo?.schedule === undefined) return;
  const path = ["gentoo", "schedule"];
  const [first = 0, ...others] = startsOf(known(parseCronSchedule(gentoo.schedule)));
  if (others.length > 0)
    yield {
      path,
      problem: {
        expected: "a schedule that fires at most once a day",
        fix: "Gentoo's mirrors ban addresses that sync more often",
      },
      value: gentoo.schedule,
    };
  else if (first < snapshotReady)
    yield {
      path,
      problem: {
        expected: "a time after 01:30 UTC",
        fix: "the day's snapshot is not on the mirrors before",
      },
      value: gentoo.schedule,
    };
}

/** Builds begin when the repository has changed: that is no hour without builds. */
function* separateHours({ gentoo }: Sections): Generator<Violation> {
  if (gentoo === undefined) return;
  const syncs =
    gentoo.schedule === undefined
      ? [chosen]
      : startsOf(known(parseCronSchedule(gentoo.schedule))).map((from) => ({ from, to: from + 1 }));
  // More than once a day is a problem of its own.
  if (syncs.length > 1) return;
  const prunes = startsOf(known(parseCronSchedule(gentoo.prune.schedule)));
  const overlaps = syncs.some(({ from, to }) =>
    prunes.some((prune) => {
      const sinceSync = (prune - from + dayMinutes) % dayMinutes;
      const untilSync = (from - prune + dayMinutes) % dayMinutes;
      return sinceSync < to - from - 1 + jobMinutes || untilSync < jobMinutes;
    }),
  );
  if (overlaps)
    yield {
      path: ["gentoo", "prune", "schedule"],
      problem: {
        expected: "an hour's distance from the update of the repository",
        fix: `it is updated ${gentoo.schedule === undefined ? "between 02:00 and 05:59 UTC" : `at "${gentoo.schedule}"`}, and either job may run for an hour`,
      },
      value: gentoo.prune.schedule,
    };
}

/** Minutes after midnight at which a schedule fires. */
function startsOf({ hours, minutes }: CronSchedule): number[] {
  return hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
}
