/** A call as the log of calls shows it: no parameters, they hold secrets. */
export interface LoggedCall {
  readonly api: string;
  readonly method: string;
  /** 0 = success. */
  readonly code: number;
}

const kept = 10_000;

/** The calls that were performed, the last ten thousand of them. */
export class CallLog {
  readonly #calls: LoggedCall[] = [];
  #total = 0;

  /** Number of calls since the simulator started: a mark to ask for the calls after it. */
  get mark(): number {
    return this.#total;
  }

  add(call: LoggedCall): void {
    this.#total++;
    this.#calls.push(call);
    if (this.#calls.length > kept) this.#calls.shift();
  }

  /** The calls after a mark, oldest first. */
  since(mark: number): readonly LoggedCall[] {
    const wanted = Math.max(0, this.#total - mark);
    return wanted === 0 ? [] : this.#calls.slice(-wanted);
  }
}
