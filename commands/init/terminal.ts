import { createInterface, type Interface } from "node:readline/promises";
import { Writable } from "node:stream";

import type { Dialogue } from "../../init/interview";

/** Somebody pressed Ctrl-C, or ended the input, in the middle of a question. */
export class Interrupted extends Error {}

/** A dialogue with the person at the terminal of this process. */
export class Terminal implements Dialogue {
  #muted = false;
  #interrupt: (error: Interrupted) => void = () => undefined;
  readonly #lines: Interface;

  constructor() {
    const output = new Writable({
      write: (chunk: Buffer, _, done) => {
        if (!this.#muted) process.stdout.write(chunk);
        done();
      },
    });
    this.#lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
    const interrupted = () => {
      this.#interrupt(new Interrupted());
    };
    this.#lines.on("SIGINT", interrupted);
    this.#lines.on("close", interrupted);
  }

  async ask(prompt: string): Promise<string> {
    return (await this.#answer(prompt)).trim();
  }

  async askSecret(prompt: string): Promise<string> {
    process.stdout.write(prompt);
    this.#muted = true;
    try {
      return await this.#answer("");
    } finally {
      this.#muted = false;
      process.stdout.write("\n");
    }
  }

  say(text: string): void {
    process.stdout.write(text);
  }

  /** Gives the terminal back, so that a command that is started may ask on it. */
  close(): void {
    this.#interrupt = () => undefined;
    this.#lines.close();
  }

  #answer(prompt: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#interrupt = reject;
      this.#lines.question(prompt).then(resolve, reject);
    });
  }
}
