import type { Command } from "commander";

import { exitCodes } from "../failure";
import { paintFor, type Paint } from "../output/colours";
import type { Surroundings } from "./surroundings";

/** Exit code of `doctor`, `drift` and `audit` when they ran to their end and found something. */
export const foundSomething = 6;

/** What a verb came to. */
export interface Outcome {
  /** For machines: printed with `--json` as one line. Its keys are stable. */
  readonly document: object;
  /** For people: printed otherwise. */
  readonly text: (paint: Paint) => string;
  /** Default 0. */
  readonly exitCode?: number;
}

/** How a verb is called and explained, and which options it has. */
export interface Verb<Options> {
  readonly name: string;
  /** One line, lower case, without a period. */
  readonly summary: string;
  /** More for `--help`. Default nothing. */
  readonly explanation?: string;
  /** Options beside `--json`, by the name commander gives them: flags as it reads them, and what they mean. */
  readonly options: {
    readonly [Name in keyof Options]-?: readonly [flags: string, meaning: string];
  };
  /** Command lines that work as they stand. */
  readonly examples: readonly string[];
}

/** Where verbs are added, and what happens with what they come to. */
export interface Verbs {
  readonly surroundings: Surroundings;
  /** Tells the run its exit code. */
  readonly end: (exitCode: number) => void;
}

/**
 * Adds one verb to a group.
 *
 * @typeParam Options what commander makes of the verb's options; each is absent unless given
 */
export function addVerb<Options extends object>(
  group: Command,
  { surroundings, end }: Verbs,
  verb: Verb<Options>,
  work: (options: Options) => Promise<Outcome>,
): void {
  const command = group
    .command(verb.name)
    .description(verb.summary)
    .option("--json", "print one line of JSON for machines instead of a text for people")
    .allowExcessArguments(false)
    .addHelpText("after", helpAfter(verb));
  for (const [flags, meaning] of Object.values<readonly [string, string]>(verb.options))
    command.option(flags, meaning);
  command.action(async (options: Options & { readonly json?: true }) => {
    const { document, text, exitCode = 0 } = await work(options);
    const printed =
      options.json === true
        ? JSON.stringify(document)
        : text(paintFor(surroundings.colours === true)).trimEnd();
    surroundings.stdout(`${printed}\n`);
    end(exitCode);
  });
}

/** Progress for the operator; results go to standard output, so this does not. */
export function reporter({ stderr }: Surroundings): (line: string) => void {
  return (line) => {
    stderr(`${line}\n`);
  };
}

/** What every verb reads, and how it can end. */
export const requestHelp = `
The request is one JSON document on standard input; files it names are relative to the current folder:
  {"nas": {"url": "https://[fd00::10]:5001", "account": "pulumi", "password": "…",
           "certificateAuthority": "nas.crt",            or "certificateFingerprint": "AB:…", or "insecure": true;
                                                         default: public authorities
           "nodeUuid": "…",                              optional: refuse any other NAS
           "deviceName": "…", "deviceToken": "…"},       optional: of login device, for an account with 2FA
   "lun": {"name": "jenkins", "volume": "/volume1", "sizeBytes": 21474836480, "description": "Jenkins home"},
   "target": {"name": "jenkins", "iqn": "iqn.2000-01.com.synology:nas.jenkins", "maxSessions": 1,
              "chap": {"user": "k8s", "password": "…",   12 to 16 characters
                       "mutual": {"user": "nas", "password": "…"}}},      optional: the target proves itself too
   "mappingIndex": 1}
Every verb takes the whole document. lun show and snapshot need nas and lun.name only, lun retire and delete the target's name
and iqn as well, login and a first doctor nas only. lun grow, doctor, drift and audit need no CHAP password; the last three
take a list of documents too.

With npm run nas -- <verb> --stack <stack> [--lun <name>], the request comes from the stack's settings and secrets instead.`;

/** How a run can end. */
export const exitHelp = `
Exit codes:
  0  done, or nothing to do
  ${exitCodes.failed}  the NAS answered with an error, or did not do what it reported
  ${exitCodes.request}  wrong request or command line
  ${exitCodes.refused}  the NAS differs from the request; nothing was changed
  ${exitCodes.unreachable}  no DSM at the address, or its certificate is not trusted
  ${exitCodes.login}  login refused, now or in an earlier run with the same password
  ${foundSomething}  doctor found an error, drift a difference, audit an object that belongs to no LUN of the request`;

function helpAfter({
  explanation,
  examples,
}: {
  readonly explanation?: string;
  readonly examples: readonly string[];
}): string {
  const more = explanation === undefined ? "" : `\n${explanation}\n`;
  const lines = examples.map((example) => `  ${example}`).join("\n");
  return `${more}${requestHelp}\n${exitHelp}\n\nExamples:\n${lines}`;
}
