import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Diagnostic, Preview } from "../preview";
import type { Step } from "../step";
import { compare } from "./compare";
import { HermeticFailure } from "./failure";
import { gitIn, mergeBase } from "./git";
import { isAbsent, noSuchStack, renderedSide, type Side } from "./side";
import { copyFiles, filesBelow, trackedFiles, writeCommit } from "./trees";
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
  const name = stackName(stack);
  const git = gitIn(root);
  const commit = await mergeBase(git, base);
  return await inFolder(async (folder) => {
    const trees = { base: join(folder, "base"), head: join(folder, "head") };
    await Promise.all([
      writeCommit(git, commit, trees.base),
      trackedFiles(git).then((files) => copyFiles(root, files, trees.head)),
    ]);
    const [before, after] = await Promise.all([
      renderedSide(root, trees.base, trees.base, name),
      renderedSide(root, root, trees.head, name),
    ]);
    if (isAbsent(before) && isAbsent(after)) throw noSuchStack(stack);
    return previewOf(name, commit, before, after);
  });
}

/**
 * Everything that the working tree asks for a stack, as if nothing were there yet: rendered as in a
 * {@link hermeticPreview}, and compared with nothing. It needs no git, so an unpacked archive will do.
 *
 * @throws HermeticFailure with what is wrong with the settings, and when there is no such stack
 */
export async function hermeticStack({
  root,
  stack,
}: Omit<HermeticOptions, "base">): Promise<readonly Step[]> {
  const name = stackName(stack);
  return await inFolder(async (folder) => {
    const tree = join(folder, "head");
    await copyFiles(root, await filesBelow(root), tree);
    const side = await renderedSide(root, root, tree, name);
    if (isAbsent(side)) throw noSuchStack(stack);
    if (side.rendering.error !== undefined) throw new HermeticFailure(side.rendering.error);
    return compare([], side.rendering.resources);
  });
}

function stackName(stack: string): string {
  const name = stack.split("/").at(-1) ?? "";
  if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return name;
  throw new HermeticFailure(`--stack: expected the name of a stack, got ${JSON.stringify(stack)}`);
}

/** Works in a folder that is gone afterwards. */
async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  // The program knows its folder by its real name: a link would make two modules of one.
  const folder = await realpath(await mkdtemp(join(tmpdir(), "jenkins-stack-hermetic-")));
  try {
    return await work(folder);
  } finally {
    // Where one side failed, the other may still be writing.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
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
