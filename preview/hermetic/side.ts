import { compileProgram } from "./compile";
import { HermeticFailure } from "./failure";
import { writePlaceholders } from "./placeholders/files";
import { failed, render, type Rendering } from "./rendering";
import { stackConfiguration, type StackConfiguration } from "./stack-file";
import { linkPackages } from "./trees";

/** One side, rendered. Without configuration the tree has no such stack. */
export interface Side {
  readonly configuration: StackConfiguration | undefined;
  readonly rendering: Rendering;
  readonly ownPackages: boolean;
}

/**
 * Runs the program of a tree. What goes wrong is the rendering's error.
 *
 * @param root working tree whose packages are installed
 * @param sources where TypeScript is; everything else is in the tree
 */
export async function renderedSide(
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
export function isAbsent({ configuration, rendering }: Side): boolean {
  return configuration === undefined && rendering.error === undefined;
}

/** What is said of a stack that nothing has. */
export function noSuchStack(stack: string): HermeticFailure {
  const name = JSON.stringify(stack);
  return new HermeticFailure(
    `--stack: expected a stack with a file Pulumi.<stack>.yaml, got ${name}; commit the file, or name another stack`,
  );
}
