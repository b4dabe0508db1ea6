import { z } from "zod";

const effects = [
  "code",
  "http500",
  "html",
  "empty",
  "truncate",
  "hang",
  "hang-after-commit",
  "drop-before",
  "drop-after-commit",
  "success-but-noop",
  "refused-but-created",
  "refused-but-performed",
  "slow-settle",
  "refuse-connections",
  "reboot",
] as const;

/** Which call a fault hits: names may hold `*` for any characters. */
const pattern = z.string().min(1);

const schema = z.strictObject({
  api: pattern,
  method: pattern,
  effect: z.enum(effects),
  /** Code answered by `code` and `refused-but-*`. */
  code: z.int().default(18_990_068),
  /** `data` of the answer of `success-but-noop`; without it the answer is what the call would have given. */
  data: z.unknown().optional(),
  /** How many calls it hits. */
  times: z.int().positive().default(1),
  /** How many calls that match are let by before the first one it hits. */
  skip: z.int().nonnegative().default(0),
  /** Milliseconds that a `slow-settle` takes to settle, or that `refuse-connections` and `reboot` last. */
  ms: z.int().positive().default(1000),
});

/**
 * A failure to play for the next calls that match.
 *
 * | effect | performed | what the caller sees |
 * | --- | --- | --- |
 * | `code` | no | refused with `code` |
 * | `http500`, `html`, `empty` | no | status 500, a page, nothing |
 * | `truncate` | yes | the first half of the answer |
 * | `hang`, `hang-after-commit` | later, yes | the answer, after a release |
 * | `drop-before`, `drop-after-commit` | no, yes | a closed connection |
 * | `success-but-noop` | no | success, with plausible data |
 * | `refused-but-performed`, `refused-but-created` | yes | refused with `code` |
 * | `slow-settle` | yes | the answer; the LUN stays locked for `ms` |
 * | `refuse-connections`, `reboot` | no | a closed connection, then none for `ms`; a reboot forgets the sessions |
 */
export type Fault = z.infer<typeof schema>;

/** A fault as a test asks for it: code, data, times, skip and ms have defaults. */
export type FaultRequest = z.input<typeof schema>;

/** Faults that wait for their call, and calls that wait for their release. */
export class Faults {
  #pending: Fault[] = [];
  readonly #held = new Set<() => void>();

  /** Faults not played yet. */
  get pending(): readonly Fault[] {
    return this.#pending;
  }

  /** Number of calls that hang now. */
  get hanging(): number {
    return this.#held.size;
  }

  /** @throws ZodError when the request is no fault */
  add(request: unknown): void {
    this.#pending.push(schema.parse(request));
  }

  /** The fault that hits this call, used up by it; every other one that matches counts the call as let by. */
  take(api: string, method: string): Fault | undefined {
    const matching = this.#pending.filter(
      (one) => matches(one.api, api) && matches(one.method, method),
    );
    const due = matching.find(({ skip }) => skip === 0);
    for (const one of matching) if (one.skip > 0) one.skip--;
    if (due === undefined) return undefined;
    due.times--;
    if (due.times === 0) this.#pending = this.#pending.filter((one) => one !== due);
    return due;
  }

  /** Waits for {@link release}. */
  held(): Promise<void> {
    return new Promise((resolve) => this.#held.add(resolve));
  }

  /** Lets all hanging calls go on and forgets the faults that wait. */
  release(): void {
    this.#pending = [];
    for (const resume of this.#held) resume();
    this.#held.clear();
  }
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.\\^$|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}
