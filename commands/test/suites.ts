import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";

import type { Check } from "./checks";

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const root = join(__dirname, "../..");

/** Niceness of checks and of the suites that follow them: they end first. */
const besidePriority = 5;

/** Where a part of the run prints: at once, or as one block when its lane ends. */
type Print = (text: string) => void;

/**
 * Runs every check and the named suites, even after a failure, and prints the sum.
 *
 * Suites that start processes wait a lot, so they run beside each other and beside the checks, which have less right to the
 * processor. The first one of those that wait is shown as it goes, everything else when it ends.
 *
 * @param checks what is done first, one after the other
 * @param afterChecks npm script that calls mocha, after the checks
 * @param waiting npm scripts that call mocha, beside them and at once
 * @returns number of failures
 */
export async function runSuites(
  checks: readonly Check[],
  afterChecks: string,
  waiting: readonly string[],
): Promise<number> {
  const counts = (
    await Promise.all([
      shownAtItsEnd((print) => lane(print, checks, afterChecks)),
      ...waiting.map(async (script, index) =>
        index === 0
          ? [await mocha(script, (text) => process.stdout.write(text), 0)]
          : await shownAtItsEnd(async (print) => [await mocha(script, print, 0)]),
      ),
    ])
  ).flat();
  const sum = counts.reduce(
    (total, { passed, failed }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
    }),
    { passed: 0, failed: 0 },
  );
  process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed\n`);
  return sum.failed;
}

/** Runs something and prints what it said as one block. */
async function shownAtItsEnd(
  run: (print: Print) => Promise<readonly Counts[]>,
): Promise<readonly Counts[]> {
  const said: string[] = [];
  const counts = await run((text) => said.push(text));
  process.stdout.write(`\n${said.join("")}\n`);
  return counts;
}

/** The checks and a suite, one after the other. */
async function lane(
  print: Print,
  checks: readonly Check[],
  script: string,
): Promise<readonly Counts[]> {
  const counts: Counts[] = [];
  for (const one of checks) counts.push(await check(one, print));
  return [...counts, await mocha(script, print, besidePriority)];
}

/** A check counts as one test. */
async function check({ name, command, args }: Check, print: Print): Promise<Counts> {
  const started = Date.now();
  const program = join(root, "node_modules", ".bin", command);
  const code = await run(program, args, {}, print, besidePriority);
  const seconds = Math.round((Date.now() - started) / 1000);
  print(`${name} ${code === 0 ? "passed" : "failed"} in ${seconds} s\n`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs one npm script that calls mocha. A run that dies before it counts is one failure. */
async function mocha(script: string, print: Print, priority: number): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "jenkins-stack-counts-"));
  const file = join(folder, "counts.json");
  try {
    const reporter = join(__dirname, "counting-reporter.cjs");
    const args = ["run", "--silent", script, "--", "--reporter", reporter];
    const code = await run("npm", args, { COUNTS_FILE: file }, print, priority);
    const counts = JSON.parse(readFileSync(file, "utf8")) as Counts;
    return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  print: Print,
  priority: number,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    // What it starts inherits the priority.
    if (priority !== 0 && child.pid !== undefined) setPriority(child.pid, priority);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", print);
    }
    child.on("error", reject);
    child.on("close", resolve);
  });
}
