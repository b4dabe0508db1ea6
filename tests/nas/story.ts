import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { execa } from "execa";

import { Connection } from "../../nas/dsm/connection";
import type { Patience } from "../../nas/dsm/patience";
import { Session } from "../../nas/dsm/session";
import { Failure } from "../../nas/failure";
import { ensureLun } from "../../nas/lun/ensure";
import type { Identity as LunIdentity } from "../../nas/lun/identity";
import type { EnsureRequest } from "../../nas/request";
import { selfSigned, type Identity } from "./certificates";
import { ScriptedNas } from "./scripted-nas";

/** Secrets of the test requests: none may show up anywhere but in a form body. */
export const secrets = { nas: "the-nas-password", chap: "chap-secret-14" } as const;

/** Waits short enough for a unit test, long enough for a busy machine. */
export const impatient: Patience = {
  answer: 5000,
  retries: [5, 5],
  effect: 40,
  settle: 8000,
  poll: 5,
};

/** For a LUN that never gets ready. */
export const hasty: Patience = { ...impatient, settle: 300 };

/** Files and certificates of one spec, removed by `discard`. */
export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), "nas-spec-"));
  readonly identity: Identity = selfSigned(this.folder, "nas", "IP:::1");

  discard(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** A valid request for the scripted NAS. */
export function requestFor(
  { url }: { readonly url: string },
  { identity }: Pick<Scratch, "identity">,
): EnsureRequest {
  return {
    nas: { url, account: "pulumi", password: secrets.nas, certificateAuthority: identity.path },
    lun: { name: "jenkins", volume: "/volume1", sizeBytes: 2 * 1024 ** 3, description: "home" },
    target: {
      name: "jenkins",
      iqn: "iqn.2000-01.com.synology:nas.jenkins",
      maxSessions: 1,
      chap: { user: "k8s", password: secrets.chap },
    },
    mappingIndex: 1,
  };
}

/** Runs something in a session of its own, in this process and without the memory of refused credentials. */
export async function during<T>(
  { nas }: Pick<EnsureRequest, "nas">,
  work: (session: Session) => Promise<T>,
  patience = impatient,
): Promise<T> {
  const memory = {
    alone: <L>(login: () => Promise<L>) => login(),
    ...{ check: () => undefined, refused: () => undefined, accepted: () => undefined },
  };
  return await Session.during(new Connection(nas, patience), nas, memory, work);
}

/** Runs `lun ensure`. */
export async function ensure(
  request: EnsureRequest,
  report: (line: string) => void = () => undefined,
  patience = impatient,
): Promise<LunIdentity> {
  return await during(request, (session) => ensureLun(session, request, report), patience);
}

/** The failure a promise ends in. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("expected a failure, got success");
}

/** Starts the tool as the command provider does: a process with the request on standard input. */
export function startTool(
  argv: readonly string[],
  input: unknown,
  { folder }: Pick<Scratch, "folder">,
) {
  const tool = resolve(__dirname, "../../nas/run.cjs");
  return execa(process.execPath, [tool, ...argv], {
    input: JSON.stringify(input),
    cwd: folder,
    env: { TMPDIR: folder },
    reject: false,
  });
}

export { ScriptedNas };
