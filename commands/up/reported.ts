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
}

/**
 * Shows what a run would do, asks where that is not safe, and runs it.
 *
 * @returns exit code: 0 when it was done, 1 when the engine failed, 2 when it was not to be done
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
    if ((await answer(input)) !== decided.word) {
      print("not confirmed: nothing was changed\n");
      return 2;
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

/** The next line; the end of the input is no answer. */
function answer(input: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input });
  return new Promise((resolve) => {
    lines.once("line", (line) => {
      resolve(line.trim());
      lines.close();
    });
    lines.once("close", () => {
      resolve("");
    });
  });
}
