import { z } from "zod";

import { shown, withoutSecrets } from "./hidden";
import { failed, type Diagnostic, type Preview } from "./preview";
import { announcedStep, type Operation, type ResourceState, type Step } from "./step";

const state = z.looseObject({
  urn: z.string(),
  type: z.string(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  protect: z.boolean().default(false),
  retainOnDelete: z.boolean().default(false),
});

const announced = z.looseObject({
  op: z.string(),
  oldState: state.optional(),
  newState: state.optional(),
  detailedDiff: z.record(z.string(), z.looseObject({ kind: z.string() })).nullish(),
  replaceReasons: z.array(z.string()).nullish(),
});

const document = z.looseObject({
  // The engine leaves an empty list out; with none there has to be an error instead.
  steps: z.array(announced).optional(),
  diagnostics: z
    .array(
      z.looseObject({
        message: z.string().default(""),
        severity: z.string().default(""),
        urn: z.string().optional(),
      }),
    )
    .nullish(),
});

type Announced = z.infer<typeof announced>;

/** Words of the engine for the steps of a replacement: whichever comes, the resource is replaced. */
const operations: Readonly<Record<string, Operation>> = {
  create: "create",
  update: "update",
  delete: "delete",
  same: "same",
  read: "read",
  refresh: "same",
  import: "import",
  "import-replacement": "replace",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "read-replacement": "read",
  "read-discard": "read",
  // What was only looked up is forgotten, not removed.
  discard: "read",
  "discard-replaced": "read",
  "remove-pending-replace": "same",
};

/** What `pulumi preview --json --show-sames` has printed is none of it: with the reason and no word of the text. */
export class UnreadablePreview extends Error {}

/** How the command ended that printed it. */
export interface Ending {
  /** Undefined for one that was killed. */
  readonly exitCode: number | undefined;
  /** What it said last, for people. */
  readonly said: string;
}

/**
 * Reads what `pulumi preview --json --show-sames` has printed.
 *
 * @param ending a command that failed without naming an error is one that failed all the same
 * @throws UnreadablePreview for anything else; a preview that failed is none of that, it carries errors
 */
export function connectedPreview(
  stack: string,
  printed: string,
  ending: Ending = { exitCode: 0, said: "" },
): Preview {
  const { steps, diagnostics } = read(printed);
  const told = (diagnostics ?? []).flatMap(diagnosticOf);
  const all = [...told, ...(failed({ diagnostics: told }) ? [] : endedBadly(ending))];
  if (steps === undefined && !failed({ diagnostics: all }))
    throw new UnreadablePreview(
      "pulumi preview: expected steps or an error, got neither: what would change is not known",
    );
  return {
    stack,
    mode: "connected",
    steps: onePerResource((steps ?? []).map(stepOf)),
    diagnostics: all,
    unknowns: [],
  };
}

function endedBadly({ exitCode, said }: Ending): Diagnostic[] {
  if (exitCode === 0) return [];
  const reason = withoutSecrets(said).trim();
  const message = `pulumi preview ended with ${exitCode === undefined ? "no exit code" : `exit code ${exitCode}`} and named no error${reason === "" ? "" : `: ${reason}`}`;
  return [{ severity: "error", message }];
}

function read(printed: string): z.infer<typeof document> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(printed);
  } catch {
    // The parser's own message would quote a part of the text.
    throw new UnreadablePreview(
      `pulumi preview: expected JSON, got ${printed.length} characters that are none`,
    );
  }
  const checked = document.safeParse(parsed);
  if (checked.success) return checked.data;
  const paths = checked.error.issues.map(({ path }) => path.map(String).join(".") || "all of it");
  throw new UnreadablePreview(
    `pulumi preview: expected what the CLI prints in version 3, got another shape (${paths.join(", ")})`,
  );
}

function stepOf({ op, oldState, newState, detailedDiff, replaceReasons }: Announced): Step {
  const changed = Object.fromEntries([
    ...(replaceReasons ?? []).map((path) => [path, true] as const),
    ...Object.entries(detailedDiff ?? {}).map(
      ([path, { kind }]) => [path, kind.endsWith("-replace")] as const,
    ),
  ]);
  // A word that nobody here knows is an update: something happens, and the rules judge what.
  const operation = operations[op] ?? "update";
  const before = operation === "create" ? undefined : stateOf(oldState);
  const after = operation === "delete" ? undefined : stateOf(newState);
  if (before === undefined && after === undefined)
    throw new UnreadablePreview(
      `pulumi preview: expected a state for every step, got none for one of the kind ${op}`,
    );
  return announcedStep(before, after, { operation, changed });
}

function stateOf(given: z.infer<typeof state> | undefined): ResourceState | undefined {
  if (given === undefined) return undefined;
  const { urn, type, protect, retainOnDelete } = given;
  return { urn, type, inputs: shown(type, given.inputs), protect, retainOnDelete };
}

/** From the least to the gravest: of several steps of one resource the gravest is what happens to it. */
const gravity: readonly Operation[] = [
  "read",
  "same",
  "create",
  "import",
  "update",
  "replace",
  "delete",
];

/** A replacement may be announced in parts; one of them names both states. */
function onePerResource(steps: readonly Step[]): Step[] {
  const byUrn = new Map<string, Step>();
  for (const step of steps) {
    const known = byUrn.get(step.urn);
    if (known === undefined || isGraver(step, known)) byUrn.set(step.urn, step);
  }
  return [...byUrn.values()];
}

function isGraver(one: Step, other: Step): boolean {
  const more = gravity.indexOf(one.operation) - gravity.indexOf(other.operation);
  return more === 0 ? one.changes.length > other.changes.length : more > 0;
}

function diagnosticOf({
  message,
  severity,
  urn,
}: {
  readonly message: string;
  readonly severity: string;
  readonly urn?: string | undefined;
}): Diagnostic[] {
  if (severity !== "error" && severity !== "warning") return [];
  const text = withoutSecrets(message)
    .replace(/^(error|warning): /, "")
    .trim();
  return text === "" ? [] : [{ severity, message: text, ...(urn === undefined ? {} : { urn }) }];
}
