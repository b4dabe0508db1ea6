import type { Engine, EngineResult } from "./pulumi";
import { forgetInterruption, recover } from "./recovery";

/** What one deployment did. */
export interface Deployment {
  /** Resources by what happened to them, in the engine's words: `{ created: 40, unchanged: 5 }`. */
  readonly changes: Readonly<Record<string, number>>;
  /** What had to be put right after an interrupted run, as sentences. */
  readonly recovered: readonly string[];
}

/** A `pulumi up` that failed, with all it printed. */
export class DeploymentFailed extends Error {
  constructor(readonly output: string) {
    super(diagnosticsOf(output));
  }
}

/**
 * Brings the local stack to what its settings say, recovering an interrupted run first.
 *
 * @throws DeploymentFailed when the engine refuses or fails.
 */
export async function deploy(
  engine: Engine,
  kubectl: string,
  report: (line: string) => void = () => undefined,
): Promise<Deployment> {
  const recovery = await recover(engine, kubectl);
  recovery.actions.forEach(report);
  if (recovery.unrecorded.length > 0) {
    // The only place that ever upserts; recover() has checked that every such object is ours.
    await up(engine, report, { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" });
  }
  const { output } = await up(engine, report, {});
  const left = recovery.interrupted ? await forgetInterruption(engine, kubectl) : [];
  return { changes: changesOf(output), recovered: [...recovery.actions, ...left] };
}

async function up(
  engine: Engine,
  report: (line: string) => void,
  environment: NodeJS.ProcessEnv,
): Promise<EngineResult> {
  const result = await engine.onStack(["up", "--yes", "--skip-preview"], {
    environment,
    onLine: (line) => {
      if (line.trim() !== "") report(line.trim());
    },
  });
  if (result.exitCode !== 0) throw new DeploymentFailed(result.output);
  return result;
}

/** Reads the engine's summary, the lines like `+ 40 created` or `12 unchanged` under "Resources:". */
export function changesOf(output: string): Record<string, number> {
  const [, summary = ""] = output.split(/^Resources:$/m);
  const changes: Record<string, number> = {};
  for (const [, count, verb] of summary.matchAll(/^\s+(?:\S{1,2} )?(\d+) (\w+)$/gm)) {
    if (count !== undefined && verb !== undefined) changes[verb] = Number(count);
  }
  return changes;
}

/** The part of the output that says what went wrong; all of it when the engine marked none. */
export function diagnosticsOf(output: string): string {
  const [, diagnostics] = output.split(/^Diagnostics:$/m);
  if (diagnostics === undefined) return output.trim();
  return (diagnostics.split(/^(?:Outputs|Resources):/m)[0] ?? diagnostics).trim();
}
