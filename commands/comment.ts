import { Command, InvalidArgumentError, Option } from "commander";
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

import {
  destination,
  ForgeFailure,
  forges,
  openForge,
  postComment,
  pullOf,
  untrusted,
  type ForgeName,
} from "../preview/forge";

interface Options {
  readonly report: string;
  readonly stack: string;
  readonly forge?: ForgeName;
  readonly api?: string;
  readonly repository?: string;
  readonly pull?: number;
  readonly head?: string;
  readonly commit?: string;
  readonly author?: string;
  readonly tokenVariable?: string;
  readonly untrusted?: boolean;
}

const options = new Command("npm run comment --")
  .description(
    "Posts the report of a preview to its pull request, or updates the comment that is already there. In GitHub Actions, Gitea and Forgejo Actions, GitLab CI and multibranch builds of Jenkins everything but the report and the stack is known.",
  )
  .requiredOption("--report <file>", "Markdown that npm run preview -- --markdown wrote")
  .requiredOption("--stack <name>", "stack that the report is about: each has a comment of its own")
  .addOption(new Option("--forge <name>", "kind of forge; Forgejo is gitea").choices(forges))
  .option("--api <address>", "address of the forge's API")
  .option("--repository <owner/name>", "repository of the pull request")
  .option("--pull <number>", "number of the pull request", wholeNumber)
  .option("--head <owner:branch>", "branch of the pull request, where its number is not known")
  .option("--commit <id>", "commit that the report is about; with --head")
  .option("--author <login>", "who the token's comments are by; default what the forge says")
  .option("--token-variable <name>", "environment variable with the token")
  .option("--untrusted", "the report was made by code that nobody has reviewed")
  .parse()
  .opts<Options>();

/** `npm run comment`: one comment for every stack on a pull request. */
async function main(): Promise<void> {
  if (!/^[A-Za-z0-9][\w.-]*$/.test(options.stack))
    throw new ForgeFailure(
      `--stack: expected the name of a stack, got ${JSON.stringify(options.stack)}`,
    );
  const { forge, access, pull: told } = destination(options, process.env);
  const repository = openForge(forge, access);
  const pull = told ?? (await pullOf(repository, ...headOf(options), wait));
  const text = reportIn(options.report);
  const report = options.untrusted === true ? untrusted(text) : text;
  const outcome = await postComment(repository, { stack: options.stack, pull, report }, wait);
  process.stdout.write(`comment of stack ${options.stack} on #${pull}: ${outcome}\n`);
}

function headOf({ head, commit }: Options): [head: string, commit: string] {
  if (head !== undefined && commit !== undefined) return [head, commit];
  throw new ForgeFailure(
    "--pull: expected the number of a pull request, got nothing; name it, or --head with --commit",
  );
}

function reportIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new ForgeFailure(
      `--report: expected a file that can be read, got ${JSON.stringify(file)}`,
    );
  }
}

function wait(seconds: number): Promise<void> {
  process.stderr.write(`the forge does not answer; trying again in ${seconds} s\n`);
  return setTimeout(seconds * 1000);
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a whole number above 0");
}

main().catch((error: unknown) => {
  // What is no failure of the forge is a bug: its stack shows, no token is in it.
  if (!(error instanceof ForgeFailure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
