import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { HermeticFailure } from "./failure";

const run = promisify(execFile);

/** Runs one command of git and returns what it printed. Names of files go to its standard input, each with a zero. */
export type Git = (
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
  files?: readonly string[],
) => Promise<string>;

/**
 * git in one working tree. Nothing it is asked here changes the repository or needs a remote.
 *
 * @param root any folder of the working tree, also one that another user owns, as in a container of CI
 */
export function gitIn(root: string): Git {
  return async (args, env = {}, files = []) => {
    const running = run("git", ["-c", "safe.directory=*", ...args], {
      cwd: root,
      env: { PATH: process.env["PATH"], LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    // A git that ends early says why on its own.
    running.child.stdin
      ?.on("error", () => undefined)
      .end(files.map((file) => `${file}\0`).join(""));
    const { stdout } = await running;
    return stdout;
  };
}

/** What to do where commits cannot be compared, as in an unpacked archive. */
const withoutGit =
  "have git and a clone for --hermetic, or leave it out to compare with what is deployed; npm run diagram needs neither";

/**
 * The commit that a change starts from: where its history leaves that of `base`. Compared with the tip of `base`
 * itself, whatever was merged there meanwhile would show as taken back.
 *
 * @param base any name git has for a commit, e.g. `origin/main`
 * @throws HermeticFailure when there is no git, no working tree, no such commit, or no common history
 */
export async function mergeBase(git: Git, base: string): Promise<string> {
  const refused = (expected: string, fix: string) =>
    new HermeticFailure(`--base: expected ${expected}, got ${JSON.stringify(base)}; ${fix}`);
  try {
    await git(["rev-parse", "--verify", "HEAD^{commit}"]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new HermeticFailure(`git: expected the command git on PATH, got none; ${withoutGit}`);
    throw new HermeticFailure(
      `git: expected a working tree with a commit to compare with, got none; ${withoutGit}`,
    );
  }
  // A name that starts with a dash would be read as an option.
  const known = /^[\w@][\w./@{}^~-]*$/.test(base)
    ? await git(["rev-parse", "--verify", "--quiet", `${base}^{commit}`]).catch(() => undefined)
    : undefined;
  if (known === undefined)
    throw refused("a commit that git knows", "fetch it first, e.g.: git fetch origin main");
  const found = await git(["merge-base", known.trim(), "HEAD"]).catch(() => undefined);
  if (found === undefined)
    throw refused(
      "a commit with history in common with HEAD",
      "a shallow clone lacks it: git fetch --unshallow",
    );
  return found.trim();
}
