import { access, constants, mkdir, realpath, stat } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { execa } from "../execa";
import { z } from "zod";
import { readJson, writeJson } from "../instance";
import type { Build, Recognition, ToolSpec } from "./builds";

/** A usable executable. */
export interface FoundTool {
  readonly path: string;
  /** Without a leading v; absent for an executable that does not tell. */
  readonly version?: string;
}

const answersSchema = z.record(
  z.string(),
  z.object({ modified: z.number(), size: z.number(), output: z.string() }),
);

/** What executables answered when asked for their version, kept between runs: asking costs up to a second each. */
export class VersionAnswers {
  private constructor(
    private readonly file: string,
    private readonly answers: z.infer<typeof answersSchema>,
    private changed = false,
  ) {}

  static async load(file: string): Promise<VersionAnswers> {
    // A damaged file only costs the time to ask again.
    const parsed = answersSchema.safeParse(await readJson(file).catch(() => ({})));
    return new VersionAnswers(file, parsed.data ?? {});
  }

  /** What the executable prints; remembered until its file changes. Empty when it fails. */
  async of(path: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
    const { mtimeMs: modified, size } = await stat(path);
    const key = [path, ...args].join(" ");
    const known = this.answers[key];
    if (known?.modified === modified && known.size === size) return known.output;
    const { stdout, failed } = await execa(path, args, {
      extendEnv: false,
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
      stdin: "ignore",
      reject: false,
      timeout: 10_000,
    });
    const output = failed ? "" : stdout;
    this.answers[key] = { modified, size, output };
    this.changed = true;
    return output;
  }

  async save(): Promise<void> {
    if (!this.changed) return;
    await mkdir(dirname(this.file), { recursive: true });
    await writeJson(this.file, this.answers);
  }
}

/** Whether a path is a file that this user may execute. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** All executables of a name on PATH, in the order of PATH. */
export async function onPath(name: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  const candidates = [...new Set(folders)].map((folder) => join(folder, name));
  const usable = await Promise.all(candidates.map(isExecutable));
  return candidates.filter((_, index) => usable[index]);
}

/** The accepted version in what a tool printed; undefined when there is none or it is not accepted. */
export function acceptedVersion(recognition: Recognition, output: string): string | undefined {
  const match = recognition.pattern.exec(output);
  if (match === null) return undefined;
  const [major = 0, minor = 0, patch = 0] = match.slice(1).map(Number);
  return recognition.accepts(major, minor, patch) ? `${major}.${minor}.${patch}` : undefined;
}

async function findOne<Name extends string>(
  { name, recognition }: ToolSpec<Name>,
  answers: VersionAnswers,
  env: NodeJS.ProcessEnv,
): Promise<FoundTool | undefined> {
  if (recognition === undefined) return undefined;
  for (const path of await onPath(name, env)) {
    const version = acceptedVersion(recognition, await answers.of(path, recognition.args, env));
    if (version !== undefined) return { path, version };
  }
  return undefined;
}

async function findBeside(name: string, companion: string): Promise<FoundTool | undefined> {
  // Package managers link the command into a bin folder and leave its companions where it really is.
  for (const folder of [dirname(companion), dirname(await realpath(companion))]) {
    const path = join(folder, name);
    if (await isExecutable(path)) return { path };
  }
  return undefined;
}

/** The tools that PATH offers in an accepted version. */
export async function findOnPath<Name extends string>(
  builds: readonly Build<Name>[],
  answers: VersionAnswers,
  env: NodeJS.ProcessEnv,
): Promise<Map<Name, FoundTool>> {
  const found = new Map<Name, FoundTool>();
  const specs = builds.flatMap(({ tools }) => tools);
  await Promise.all(
    specs.map(async (spec) => {
      const tool = await findOne(spec, answers, env);
      if (tool !== undefined) found.set(spec.name, tool);
    }),
  );
  for (const { name, companion } of specs) {
    const owner = companion === undefined ? undefined : found.get(companion);
    const tool = owner === undefined ? undefined : await findBeside(name, owner.path);
    if (tool !== undefined) found.set(name, tool);
  }
  return found;
}
