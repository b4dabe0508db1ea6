import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { readAnswers } from "../../init/answers";
import { problemsOfDraft } from "../../init/check";
import { interview, type Dialogue, type Interviewed, type Lookout } from "../../init/interview";
import { nothingKept, oldFile, type OldFile } from "../../init/kept";
import { completed, homeLun, objections } from "../../init/proposals";
import { seenFrom } from "./look-around";
import { take } from "../../init/question";

/** A refusal that the operator can act on; nothing was written. */
export class Refused extends Error {}

/**
 * The file of a stack as it is.
 *
 * @throws when it is there and cannot be read
 */
export async function presentFile(root: string, stack: string): Promise<OldFile | undefined> {
  const name = `Pulumi.${stack}.yaml`;
  try {
    return oldFile(name, await readFile(join(root, name), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Asks a person at a terminal, first of all whether a file that is there may be replaced. */
export async function byInterview(
  stack: string,
  present: OldFile | undefined,
  dialogue: Dialogue,
  lookout: Lookout,
  force: boolean,
): Promise<Interviewed> {
  dialogue.say(
    `Settings of the stack ${stack}, one by one. Enter takes what is in brackets; Ctrl-C leaves everything as it was.\n`,
  );
  if (present !== undefined && !force) {
    dialogue.say(
      `\nPulumi.${stack}.yaml is there. Its settings are proposed and its secrets stay; its comments go, and a copy is kept as Pulumi.${stack}.yaml.bak, or with the next number behind it. Type yes to go on.\n`,
    );
    if ((await dialogue.ask("> ")) !== "yes")
      throw new Refused(`Pulumi.${stack}.yaml: nothing was changed`);
  }
  const before = present?.draft ?? {};
  const home = homeLun({ stack, draft: before, discovered: {} });
  const { draft = before } = take(home, before, "");
  return await interview(stack, draft, dialogue, lookout);
}

/**
 * Takes the answers from a file, and what it leaves open from what would have been proposed.
 *
 * @throws Refused with every problem at once
 */
export async function byAnswers(
  stack: string,
  present: OldFile | undefined,
  {
    file,
    nasPassword,
    lookout,
    say,
  }: {
    readonly file: string;
    readonly nasPassword: string | undefined;
    readonly lookout: Lookout;
    readonly say: (text: string) => void;
  },
): Promise<Interviewed> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Refused(`--answers: expected a file that can be read, got ${JSON.stringify(file)}`);
  });
  // A section is answered as a whole: of two halves nobody could tell what was taken away.
  const answers = { ...present?.draft, ...readAnswers(file, text) };
  const discovered = await seenFrom({ stack, answers, nasPassword, lookout, say });
  const { draft, proposed } = completed(stack, answers, discovered);
  const problems = [
    ...problemsOfDraft(stack, draft),
    ...objections({ stack, draft, discovered }),
  ].sort();
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    throw new Refused([`answers of ${file}: ${count}`, ...problems].join("\n"));
  }
  if (proposed.length > 0)
    say(`not in the answers, and therefore as proposed:\n${indented(proposed)}\n`);
  return nasPassword === undefined ? { draft } : { draft, nasPassword };
}

/** Nothing kept where there was no file. */
export function keptOf(present: OldFile | undefined): OldFile["kept"] {
  return present?.kept ?? nothingKept;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}
