import { accepted, refused, type Parsed } from "./parsed";

/** When a CronJob fires within a day; days, months and weekdays are checked but not kept. */
export interface CronSchedule {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
}

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const minute: Field = { name: "minute", from: 0, to: 59 };
const hour: Field = { name: "hour", from: 0, to: 23 };
const day: Field = { name: "day", from: 1, to: 31 };
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const month: Field = { name: "month", from: 1, to: 12, names: months };
const weekdays = "sun mon tue wed thu fri sat".split(" ");
const weekday: Field = { name: "weekday", from: 0, to: 7, names: weekdays };
const fields = [minute, hour, day, month, weekday];

/**
 * Reads the schedule of a CronJob: five fields, times in UTC.
 *
 * Macros such as `@daily` and a `TZ=` prefix are refused: both hide the hour.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function parseCronSchedule(text: string): Parsed<CronSchedule> {
  const expected = 'a schedule of five fields such as "47 3 * * *"';
  const texts = text.trim().split(/\s+/);
  if (texts.length !== fields.length) return refused(expected);
  const values = fields.map((field, index) => fieldValues(field, texts[index] ?? ""));
  const bad = fields.find((_, index) => values[index] === undefined);
  if (bad !== undefined) return refused(expected, `its ${bad.name} is not in ${range(bad)}`);
  return accepted({ minutes: values[0] ?? [], hours: values[1] ?? [] });
}

function fieldValues(field: Field, text: string): number[] | undefined {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const [, from, to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (from === undefined) return undefined;
    const first = from === "*" ? field.from : numberOf(field, from);
    const last =
      to !== undefined
        ? numberOf(field, to)
        : from === "*" || step !== undefined
          ? field.to
          : first;
    const every = Number(step ?? 1);
    if (!inRange(field, first) || !inRange(field, last) || last < first || every < 1)
      return undefined;
    for (let value = first; value <= last; value += every) values.add(value);
  }
  return [...values].sort((one, other) => one - other);
}

function numberOf(field: Field, text: string): number {
  const named = field.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + (field.name === "month" ? 1 : 0);
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function inRange(field: Field, value: number): boolean {
  return value >= field.from && value <= field.to;
}

function range(field: Field): string {
  return `${field.from}-${field.to}`;
}
