import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

const root = join(__dirname, "../../..");

/** Workflows in the language of GitHub and Gitea. */
export const actions = [
  ".github/workflows/check.yml",
  ".github/workflows/comment.yml",
  ".github/workflows/preview.yml",
  ".gitea/workflows/pull-request.yml",
] as const;

/** A step of a job. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A job of a workflow. */
export interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly container?: string;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

/** A workflow, as GitHub and Gitea read it. */
export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Text of a file of the repository. */
export const textOf = (file: string) => readFileSync(join(root, file), "utf8");
/** A workflow by its file. */
export const workflow = (file: string) => parse(textOf(file)) as Workflow;
/** Names and jobs of a workflow. */
export const jobsOf = (file: string) => Object.entries(workflow(file).jobs);
/** Condition of what is for branches of this repository only, and for no fork. */
export const ownBranch = "github.event.pull_request.head.repo.full_name == github.repository";
