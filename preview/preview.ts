import type { Step } from "./step";

/** Something the engine or the program said. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly message: string;
  /** Resource it is about, where it is about one. */
  readonly urn?: string;
}

/** What a run would do, before it does it. */
export interface Preview {
  readonly stack: string;
  /** Whether cluster and state were asked (`connected`), or two commits were compared without them (`hermetic`). */
  readonly mode: "connected" | "hermetic";
  /** One for every resource, the unchanged ones as well; a preview that failed may lack some. */
  readonly steps: readonly Step[];
  /** What was said on the way; after an error nothing would run. */
  readonly diagnostics: readonly Diagnostic[];
  /** What this mode cannot know, in sentences. */
  readonly unknowns: readonly string[];
}

/** Whether the preview itself failed: then the run would, too. */
export function failed({ diagnostics }: Pick<Preview, "diagnostics">): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
