/** What tells a person that checks take their time. */
export interface Progress {
  /** Says that a check has begun; the result says that it has ended. */
  begin(check: string): () => void;
}

/** When a check counts as late, and how often that is looked at. */
export interface Pace {
  readonly patienceMs: number;
  readonly pauseMs: number;
}

const ordinaryPace: Pace = { patienceMs: 2000, pauseMs: 500 };

/**
 * Names the checks that run for more than two seconds: on a terminal in one line that is rewritten and goes away, in a
 * log once each.
 *
 * @param live whether `write` goes to a terminal
 */
export class LateChecks implements Progress {
  readonly #running = new Map<symbol, { readonly check: string; readonly since: number }>();
  readonly #told = new Set<symbol>();
  #timer: NodeJS.Timeout | undefined;
  #shown = false;

  constructor(
    private readonly write: (text: string) => void,
    private readonly live: boolean,
    private readonly pace: Pace = ordinaryPace,
  ) {}

  begin(check: string): () => void {
    const id = Symbol(check);
    this.#running.set(id, { check, since: performance.now() });
    this.#timer ??= setInterval(() => {
      this.#tell();
    }, this.pace.pauseMs);
    return () => {
      this.#running.delete(id);
      if (this.#running.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#clear();
    };
  }

  #tell(): void {
    const now = performance.now();
    const late = [...this.#running].filter(([, { since }]) => now - since > this.pace.patienceMs);
    if (this.live) {
      this.#clear();
      if (late.length === 0) return;
      const all = late.map(
        ([, { check, since }]) => `${check} (${Math.round((now - since) / 1000)} s)`,
      );
      this.write(`looking at ${all.join(", ")}`);
      this.#shown = true;
      return;
    }
    for (const [id, { check }] of late)
      if (!this.#told.has(id)) {
        this.#told.add(id);
        this.write(`looking at ${check} …\n`);
      }
  }

  /** Takes the line away, so that what is printed next begins on an empty one. */
  #clear(): void {
    if (this.#shown) this.write("\r\u001b[2K");
    this.#shown = false;
  }
}
