import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import { Command, CommanderError } from "commander";

import { Connection } from "./dsm/connection";
import { identify } from "./dsm/nodes";
import { defaultPatience, type Patience } from "./dsm/patience";
import { Session } from "./dsm/session";
import { exitCodes, Failure } from "./failure";
import { withLock } from "./lock";
import { ensureLun } from "./lun/ensure";
import { showLun } from "./lun/show";
import { RefusedCredential } from "./refused-credential";
import { parseEnsureRequest, parseShowRequest, type NasRequest } from "./request";
import { fileKey, runFolder } from "./run-folder";

const help = `
The request is one JSON document on standard input; files it names are relative to the current folder:
  {"nas": {"url": "https://[fd00::10]:5001", "account": "pulumi", "password": "…",
           "certificateAuthority": "nas.crt",            or "certificateFingerprint": "AB:…"; default: public authorities
           "nodeUuid": "…"},                             optional: refuse any other NAS
   "lun": {"name": "jenkins", "volume": "/volume1", "sizeBytes": 21474836480, "description": "Jenkins home"},
   "target": {"name": "jenkins", "iqn": "iqn.2000-01.com.synology:nas.jenkins", "maxSessions": 1,
              "chap": {"user": "k8s", "password": "…"}},
   "mappingIndex": 1}
lun show needs nas and lun.name only.

Standard output is one line of JSON; progress and errors go to standard error. Nothing is ever deleted.

Exit codes:
  0  done, or nothing to do
  1  the NAS answered with an error, or did not do what it reported
  2  wrong request or command line
  3  the NAS differs from the request; nothing was changed
  4  no DSM at the address, or its certificate is not trusted
  5  login refused, now or in an earlier run with the same password

Examples:
  node nas/run.cjs lun ensure < request.json
  jq '.lun.sizeBytes = 2 * .lun.sizeBytes' request.json | node nas/run.cjs lun ensure
  node nas/run.cjs lun show < request.json | jq .targets[].sessions`;

/** What a run takes from and gives to the outside. */
export interface Surroundings {
  /** The request; a terminal is refused, so that nobody waits for a prompt that never comes. */
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Parent of the folder for locks and refused credentials. Default: the system's temporary folder. */
  readonly temporaryFolder?: string;
  /** Default: {@link defaultPatience}. */
  readonly patience?: Patience;
}

/** Runs the command line of this process and sets its exit code. */
export function main(): void {
  const surroundings: Surroundings = {
    stdin: process.stdin,
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
  };
  run(process.argv.slice(2), surroundings).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      // A bug: the stack is wanted.
      console.error(error);
      process.exitCode = 1;
    },
  );
}

/**
 * Runs one command line.
 *
 * @returns the exit code, see {@link exitCodes}; only bugs are thrown
 */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr } = surroundings;
  const program = new Command("nas")
    .description("manages the iSCSI LUN of the stack on a Synology NAS (DSM 7)")
    .addHelpText("after", help)
    .exitOverride()
    .configureOutput({ writeOut: stdout, writeErr: stderr })
    .showHelpAfterError("nas --help shows the request and examples");
  const print = (document: object): void => {
    stdout(`${JSON.stringify(document)}\n`);
  };
  const lun = program.command("lun").description("one LUN with its target and mapping");
  lun
    .command("ensure")
    .description("make or grow the LUN, its target and the mapping; refuse whatever differs")
    .addHelpText("after", help)
    .action(async () => {
      print(await ensureVerb(surroundings));
    });
  lun
    .command("show")
    .description("print the LUN and the targets it is mapped to; changes nothing")
    .addHelpText("after", help)
    .action(async () => {
      print(await showVerb(surroundings));
    });

  try {
    await program.parseAsync(argv, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.request;
    if (!(error instanceof Failure)) throw error;
    stderr(`${error.message}\n`);
    return exitCodes[error.kind];
  }
}

async function ensureVerb(surroundings: Surroundings): Promise<object> {
  const { nas, ...wanted } = parseEnsureRequest(await requestText(surroundings));
  const report = (line: string): void => {
    surroundings.stderr(`${line}\n`);
  };
  // Two runs at once would both find the LUN missing, and each would take the other's half-made objects for faults.
  const key = fileKey(new URL(nas.url).origin, wanted.lun.name);
  return await withLock(runFolder(surroundings.temporaryFolder), key, () =>
    onNas(nas, surroundings, (session) => ensureLun(session, wanted, report)),
  );
}

async function showVerb(surroundings: Surroundings): Promise<object> {
  const { nas, lun } = parseShowRequest(await requestText(surroundings));
  return await onNas(nas, surroundings, (session) => showLun(session, lun.name));
}

async function onNas(
  nas: NasRequest,
  { temporaryFolder, patience = defaultPatience }: Surroundings,
  work: (session: Session) => Promise<object>,
): Promise<object> {
  const connection = new Connection(nas, patience);
  const memory = new RefusedCredential(runFolder(temporaryFolder), nas.url, nas);
  return await Session.during(connection, nas, memory, async (session) => {
    const nodeUuid = await identify(session, nas.nodeUuid);
    return { ...(await work(session)), nodeUuid };
  });
}

async function requestText({ stdin }: Surroundings): Promise<string> {
  if (stdin.isTTY === true)
    throw new Failure(
      "request",
      "request: expected one JSON document on standard input, got a terminal; nas --help shows an example",
    );
  return await text(stdin);
}
