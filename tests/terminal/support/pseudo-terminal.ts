import { spawn, type ChildProcess } from "node:child_process";

const patienceMs = 40_000;

/**
 * A command with a terminal of its own, made by `script` of util-linux: its output is a terminal, its keys are what is
 * typed here, and Ctrl-C is a signal.
 */
export class PseudoTerminal {
  /** Everything that was shown, with the escape sequences of a terminal. */
  shown = "";
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;
  #seen = 0;
  #look: () => void = () => undefined;

  constructor(command: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    const line = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    this.#process = spawn("script", ["-qefc", `stty cols 200 rows 50; exec ${line}`, "/dev/null"], {
      ...options,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#process.stdout?.on("data", (chunk: Buffer) => {
      this.shown += chunk.toString();
      this.#look();
    });
    this.#ended = new Promise((resolve) => {
      this.#process.once("close", (code) => {
        this.#look();
        resolve(code);
      });
    });
  }

  /** Waits until a text is shown behind what was waited for before. */
  async shows(text: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`expected ${JSON.stringify(text)} on the terminal, got\n${this.shown}`));
      }, patienceMs);
      this.#look = () => {
        const at = this.shown.indexOf(text, this.#seen);
        if (at >= 0) {
          this.#seen = at + text.length;
          clearTimeout(timer);
          resolve();
        } else if (this.#process.exitCode !== null) {
          clearTimeout(timer);
          reject(new Error(`ended before ${JSON.stringify(text)}, having shown\n${this.shown}`));
        }
      };
      this.#look();
    });
  }

  /** Presses keys: a text, `\r` for Enter, `\u0003` for Ctrl-C. */
  press(keys: string): void {
    this.#process.stdin?.write(keys);
  }

  /** Waits for a text, then types an answer and Enter. */
  async answer(text: string, typed: string): Promise<void> {
    await this.shows(text);
    this.press(`${typed}\r`);
  }

  /** The exit code of the command, once it has ended. */
  async end(): Promise<number | null> {
    return await this.#ended;
  }

  /** Ends what a failed test has left running. */
  discard(): void {
    if (this.#process.exitCode === null) this.#process.kill("SIGKILL");
  }
}
