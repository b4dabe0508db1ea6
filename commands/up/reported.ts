import { createInterface } from "node:readline";

import { terminal } from "../../preview/report/terminal";
import { json } from "../../preview/report/json";
import type { Report } from "../../preview/report/report";
import { stackRun, type StackRun } from "../nas/stack-cli";
import { announced, type Announcement } from "../preview/announce";
import { decision, type Consent } from "./decision";

/** What an operator wants done, and where it is told. */
export interface ReportedUp extends Announcement, Omit<Consent, "terminal"> {
  /** Where questions are answered; whether it is a terminal decides whether they are asked. */
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly print: (text: string) => void;
  /**
   * Where Ctrl-C is told of while a question is open.
   *
   * @default process
   */
  readonly signals?: Pick<NodeJS.EventEmitter, "on" | "off">;
}

/** Exit code of what was interrupted by Ctrl-C. */
const interrupted = 130;

/**
 * Shows what a run would do, asks where that is not safe, and runs it.
 *
 * @returns exit code: 0 when it was done, 1 when the engine failed, 2 when it was not to be done, 130 when Ctrl-C was the
 *   answer
 * @throws Failure when there is no report
 */
export async function reportedUp(options: ReportedUp, given?: StackRun): Promise<number> {
  const { root, stack, instance, print, input } = options;
  const run = given ?? (await stackRun(root, stack, process.env, instance));
  const report = await announced(options, run);
  print(terminal(report));
  const decided = decision(report.verdict, { ...options, terminal: input.isTTY === true });
  if (decided.act === "stop") {
    print(`\n${decided.reason}\n`);
    return 2;
  }
  if (decided.act === "ask") {
    print(`\n${decided.question}`);
    const answer = await answered(input, options.signals ?? process);
    if (answer !== decided.word) {
      print(`${answer === undefined ? "\n" : ""}not confirmed: nothing was changed\n`);
      return answer === undefined ? interrupted : 2;
    }
    // The answer may have taken its time, and is to what was shown.
    if (!isSame(report, await announced(options, run))) {
      print("the stack has changed since the report: nothing was changed; run it again\n");
      return 2;
    }
  }
  print("\n");
  const { exitCode } = await run(["up", "--yes", "--skip-preview"], (line) => {
    // The engine's dots are for those who wait for each other.
    if (!line.startsWith("@") && line.trim() !== "") print(`${line}\n`);
  });
  return exitCode === 0 ? 0 : 1;
}

/** Whether two reports announce the same. */
export function isSame(one: Report, other: Report): boolean {
  return json(one) === json(other);
}

/** The next line; the end of the input is an empty one, and Ctrl-C none at all. */
function answered(
  input: NodeJS.ReadableStream,
  signals: Pick<NodeJS.EventEmitter, "on" | "off">,
): Promise<string | undefined> {
  const lines = createInterface({ input });
  return new Promise<string | undefined>((resolve) => {
    const end = (answer: string | undefined) => {
      resolve(answer);
      signals.off("SIGINT", interrupt);
      lines.close();
    };
    const interrupt = () => {
      end(undefined);
    };
    signals.on("SIGINT", interrupt);
    lines.once("line", (line) => {
      end(line.trim());
    });
    lines.once("close", () => {
      end("");
    });
  });
}
