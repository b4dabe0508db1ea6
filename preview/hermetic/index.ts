import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Diagnostic, Preview } from "../preview";
import { compare } from "./compare";
import { compileProgram } from "./compile";
import { HermeticFailure } from "./failure";
import { gitIn, mergeBase } from "./git";
import { writePlaceholders } from "./placeholders/files";
import { failed, render, type Rendering } from "./rendering";
import { stackConfiguration, type StackConfiguration } from "./stack-file";
import { copyFiles, linkPackages, writeCommit } from "./trees";
import * as unknowns from "./unknowns";

export { HermeticFailure } from "./failure";

/** What is compared. */
export interface HermeticOptions {
  /** Top folder of the working tree, which is the head. Its packages are installed. */
  readonly root: string;
  /** Name of the stack, alone or as Pulumi prints it, `<organization>/<project>/<stack>`. */
  readonly stack: string;
  /** What the change is to be merged into, as git names it. The head is compared with where it left that. */
  readonly base: string;
}

/** One side, rendered. Without configuration the tree has no such stack. */
interface Side {
  readonly configuration: StackConfiguration | undefined;
  readonly rendering: Rendering;
  readonly ownPackages: boolean;
}

/**
 * Previews a change without a cluster, a NAS, a network or a secret: the program of the base commit and that of the
 * working tree both run under Pulumi's mocks with placeholder secrets, and what they ask for is compared (P-04).
 *
 * A side that cannot be rendered makes a preview with an error; so do settings that are refused. A stack that the base
 * does not have is all new, unless the base cannot tell.
 *
 * @throws HermeticFailure when git cannot tell what to compare, or neither side has the stack
 */
export async function hermeticPreview({ root, stack, base }: HermeticOptions): Promise<Preview> {
  const name = stack.split("/").at(-1) ?? "";
  if (!/^[A-Za-z0-9][\w.-]*$/.test(name))
    throw new HermeticFailure(
      `--stack: expected the name of a stack, got ${JSON.stringify(stack)}`,
    );
  const git = gitIn(root);
  const commit = await mergeBase(git, base);
  // The program knows its folder by its real name: a link would make two modules of one.
  const folder = await realpath(await mkdtemp(join(tmpdir(), "jenkins-stack-hermetic-")));
  try {
    const trees = { base: join(folder, "base"), head: join(folder, "head") };
    await Promise.all([
      writeCommit(git, commit, trees.base),
      mkdir(trees.head).then(() => copyFiles(git, root, trees.head)),
    ]);
    const [before, after] = await Promise.all([
      renderedSide(root, trees.base, trees.base, name),
      renderedSide(root, root, trees.head, name),
    ]);
    if (isAbsent(before) && isAbsent(after)) throw noSuchStack(stack);
    return previewOf(name, commit, before, after);
  } finally {
    // Where one side failed, the other may still be writing.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param sources where TypeScript is; everything else is in the tree */
async function renderedSide(
  root: string,
  sources: string,
  tree: string,
  stack: string,
): Promise<Side> {
  const ownPackages = await linkPackages(root, tree);
  try {
    const configuration = stackConfiguration(tree, stack);
    if (configuration === undefined)
      return { configuration, ownPackages, rendering: { resources: [], warnings: [] } };
    await writePlaceholders(tree, configuration.sections);
    await compileProgram(sources, tree);
    const rendering = await render(tree, stack, configuration);
    return { configuration, ownPackages, rendering };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { configuration: undefined, ownPackages, rendering: failed(message) };
  }
}

/** Whether a side has no such stack, as opposed to one that cannot be read. */
function isAbsent({ configuration, rendering }: Side): boolean {
  return configuration === undefined && rendering.error === undefined;
}

function previewOf(stack: string, commit: string, before: Side, after: Side): Preview {
  const removed = isAbsent(after);
  const errors = [
    ...present(after.rendering.error),
    // Over nothing, everything would look new, and a change of data would look harmless.
    ...present(before.rendering.error).map((error) => unknowns.unreadableBase(commit, error)),
  ];
  return {
    stack,
    mode: "hermetic",
    // A program that ended early has asked for a part: the rest would show as removed.
    steps:
      errors.length === 0 && !removed
        ? compare(before.rendering.resources, after.rendering.resources)
        : [],
    diagnostics: [
      ...errors.map((message) => said("error", message)),
      ...(removed ? [said("warning", unknowns.removedStack(stack))] : []),
      ...after.rendering.warnings.map((message) => said("warning", message)),
    ],
    unknowns: [
      ...unknowns.always,
      ...(isAbsent(before) ? [unknowns.newStack(stack, commit)] : []),
      ...(before.ownPackages ? [] : [unknowns.otherPackages]),
      ...unknowns.missingSecrets(stack, after.configuration?.missing ?? []),
    ],
  };
}

function present(error: string | undefined): string[] {
  return error === undefined ? [] : [error];
}

function said(severity: Diagnostic["severity"], message: string): Diagnostic {
  return { severity, message };
}

function noSuchStack(stack: string): HermeticFailure {
  const name = JSON.stringify(stack);
  return new HermeticFailure(
    `--stack: expected a stack with a file Pulumi.<stack>.yaml, got ${name}; commit the file, or name another stack`,
  );
}
