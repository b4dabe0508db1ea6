import assert from "node:assert/strict";

import fc from "fast-check";

import { quietSchedule } from "../../../components/gentoo/quiet-schedule";
import { parseCronSchedule } from "../../../components/internal/cron-schedule";

describe("quietSchedule", () => {
  it("fires once a day between 02:00 and 05:59, whatever the seed (A-64)", () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const schedule = parseCronSchedule(quietSchedule(seed));
        assert.ok(schedule.ok);
        const { hours, minutes } = schedule.value;
        assert.deepEqual([hours.length, minutes.length], [1, 1]);
        assert.ok((hours[0] ?? 0) >= 2 && (hours[0] ?? 0) <= 5);
      }),
    );
  });

  it("spreads stacks over the hours", () => {
    const seeds = Array.from({ length: 200 }, (_, index) => `stack-${index}`);
    const counts = new Map<string, number>();
    for (const seed of seeds) {
      const schedule = quietSchedule(seed);
      counts.set(schedule, (counts.get(schedule) ?? 0) + 1);
    }
    // 200 throws at 240 minutes hit 135 of them on average.
    assert.ok(counts.size > 110, `${counts.size} minutes`);
    assert.ok(Math.max(...counts.values()) <= 6);
  });
});
