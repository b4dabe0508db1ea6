import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const root = join(__dirname, "../..");

/**
 * Runs every check and the named suites, even after a failure, and prints the sum.
 *
 * @param scripts npm scripts that call mocha
 * @returns number of failures
 */
export async function runSuites(scripts: readonly string[]): Promise<number> {
  const counts = [
    await check("types", "tsc", ["--noEmit"]),
    await check("lint", "eslint", ["."]),
    await check("format", "prettier", ["--check", "--log-level", "warn", "."]),
  ];
  for (const script of scripts) counts.push(await mocha(script));
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

/** A check counts as one test. */
async function check(name: string, command: string, args: readonly string[]): Promise<Counts> {
  const started = Date.now();
  process.stdout.write(`${name} …\n`);
  const code = await run(join(root, "node_modules", ".bin", command), args, {});
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`${name} ${code === 0 ? "passed" : "failed"} in ${seconds} s\n`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs one npm script that calls mocha. A run that dies before it counts is one failure. */
async function mocha(script: string): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "jenkins-stack-counts-"));
  const file = join(folder, "counts.json");
  try {
    const reporter = join(__dirname, "counting-reporter.cjs");
    const code = await run("npm", ["run", "--silent", script, "--", "--reporter", reporter], {
      COUNTS_FILE: file,
    });
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
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("close", resolve);
  });
}
