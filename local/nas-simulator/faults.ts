import { z } from "zod";

const effects = [
  "code",
  "http500",
  "html",
  "hang",
  "hang-after-commit",
  "drop-before",
  "drop-after-commit",
  "success-but-noop",
  "refused-but-created",
] as const;

const schema = z.strictObject({
  api: z.string(),
  method: z.string(),
  effect: z.enum(effects),
  /** Code answered by `code` and `refused-but-created`. */
  code: z.int().default(18_990_068),
  /** `data` of the answer of `success-but-noop`. */
  data: z.unknown().optional(),
  /** How many calls it hits. */
  times: z.int().positive().default(1),
});

/**
 * A failure to play for the next calls of one method.
 *
 * `drop-*` closes the connection without an answer, `hang*` answers only after a release, `*-after-commit`
 * and `refused-but-created` perform the call first.
 */
export type Fault = z.infer<typeof schema>;

/** A fault as a test asks for it: code, data and times have defaults. */
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

  /** The fault that hits this call, used up by it. */
  take(api: string, method: string): Fault | undefined {
    const fault = this.#pending.find((one) => one.api === api && one.method === method);
    if (fault === undefined) return undefined;
    fault.times--;
    if (fault.times === 0) this.#pending = this.#pending.filter((one) => one !== fault);
    return fault;
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
