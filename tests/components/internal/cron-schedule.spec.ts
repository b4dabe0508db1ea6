import { parseCronSchedule } from "../../../components/internal/cron-schedule";
import { describeParser } from "./parsing";

const expected = 'expected a schedule of five fields such as "47 3 * * *", got';

describeParser(
  parseCronSchedule,
  [
    ["47 3 * * *", { minutes: [47], hours: [3] }],
    ["*/20 1-3,22 * * mon-fri", { minutes: [0, 20, 40], hours: [1, 2, 3, 22] }],
    ["5/30 0 1 JAN 7", { minutes: [5, 35], hours: [0] }],
  ],
  [
    ["@daily", `${expected} "@daily"`],
    ["TZ=UTC 47 3 * * *", `${expected} "TZ=UTC 47 3 * * *"`],
    ["60 3 * * *", `${expected} "60 3 * * *"; its minute is not in 0-59`],
    ["47 24 * * *", `${expected} "47 24 * * *"; its hour is not in 0-23`],
    ["47 5-3 * * *", `${expected} "47 5-3 * * *"; its hour is not in 0-23`],
    ["47 3 0 * *", `${expected} "47 3 0 * *"; its day is not in 1-31`],
    ["47 3 * 13 *", `${expected} "47 3 * 13 *"; its month is not in 1-12`],
    ["47 3 * * sunday", `${expected} "47 3 * * sunday"; its weekday is not in 0-7`],
    ["*/0 3 * * *", `${expected} "*/0 3 * * *"; its minute is not in 0-59`],
  ],
);
