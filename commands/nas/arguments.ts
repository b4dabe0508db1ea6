import { parseArgs } from "node:util";

import { localStack } from "../../local/engine/environment";
import { Failure } from "../../nas/failure";

/** A command line of `npm run nas --`, taken apart. */
export interface OperatorArguments {
  /** Stack whose settings make the request; undefined when the request comes on standard input. */
  readonly stack: string | undefined;
  /** LUN of the settings that is meant; undefined for the only one, or for all where the verb takes all. */
  readonly lun: string | undefined;
  /** Folder of the local platform that is meant; undefined for the usual one. */
  readonly instance: string | undefined;
  /** What is left for the NAS tool. */
  readonly rest: readonly string[];
  /** The verb with its group, such as `lun show`; empty when none is given. */
  readonly verb: string;
  /** Whether the tool is only asked to explain itself. */
  readonly help: boolean;
}

/** @throws Failure `request` when an option lacks its value or its partner */
export function operatorArguments(argv: readonly string[]): OperatorArguments {
  const { values, tokens } = parseArgs({
    args: [...argv],
    options: {
      stack: { type: "string" },
      lun: { type: "string" },
      instance: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const own = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== "option" || !["stack", "lun", "instance"].includes(token.name)) continue;
    // Not strict: an option at the end of the line comes without a value, and one before another takes that for its own.
    if (token.value === undefined || token.value === "" || token.value.startsWith("-"))
      throw new Failure("request", `--${token.name}: expected a name, got none`);
    own.add(token.index);
    if (!token.inlineValue) own.add(token.index + 1);
  }
  const { stack, lun, instance, help } = values;
  if (typeof lun === "string" && typeof stack !== "string")
    throw new Failure(
      "request",
      `--lun: expected --stack beside it, got ${JSON.stringify(lun)} alone; a request on standard input names its LUN itself`,
    );
  if (typeof instance === "string" && stack !== localStack)
    throw new Failure(
      "request",
      `--instance: expected --stack ${localStack} beside it, got ${JSON.stringify(instance)} without; only the local platform has instances`,
    );
  const rest = argv.filter((_, index) => !own.has(index));
  const words = rest.filter((word) => !word.startsWith("-"));
  return {
    stack: typeof stack === "string" ? stack : undefined,
    lun: typeof lun === "string" ? lun : undefined,
    instance: typeof instance === "string" ? instance : undefined,
    rest,
    verb: words.slice(0, ["lun", "snapshot", "login"].includes(words[0] ?? "") ? 2 : 1).join(" "),
    help: help === true || words.length === 0,
  };
}
