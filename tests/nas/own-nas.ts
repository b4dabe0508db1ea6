import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { EnsureRequest } from "../../nas/request";
import { ensure, requestFor, Scratch, ScriptedNas } from "./story";

/** A NAS that has recorded nothing yet. */
export interface OwnNas {
  readonly nas: ScriptedNas;
  /** A request for LUN `jenkins` on it. */
  readonly request: EnsureRequest;
  /** What a test had reported. */
  readonly lines: string[];
  /** Where the tool keeps what it keeps, and the identity of the NAS. */
  readonly scratch: Pick<Scratch, "folder" | "identity">;
}

/** Takes no notice of what is reported. */
export const quiet = (): void => undefined;

/**
 * Such a NAS for every test of the surrounding `describe`.
 *
 * @param begin what has happened to it before the test
 */
export function ownNas(
  begin: (given: OwnNas) => Promise<unknown> = () => Promise.resolve(),
): () => OwnNas {
  let certified: Scratch;
  let given: OwnNas;
  before(() => (certified = new Scratch()));
  after(() => {
    certified.discard();
  });
  beforeEach(async () => {
    const { identity } = certified;
    const nas = await ScriptedNas.start(identity);
    const scratch = { identity, folder: mkdtempSync(join(certified.folder, "test-")) };
    given = { nas, request: requestFor(nas, scratch), lines: [], scratch };
    await begin(given);
    nas.requests.length = 0;
  });
  afterEach(async () => {
    await given.nas.stop();
    rmSync(given.scratch.folder, { recursive: true });
  });
  return () => given;
}

/** Such a NAS with LUN `jenkins`. */
export function ownLun(
  begin: (request: EnsureRequest) => Promise<unknown> = () => Promise.resolve(),
) {
  return ownNas(async ({ request }) => {
    await ensure(request);
    await begin(request);
  });
}
