import type { EnsureRequest } from "../../nas/request";
import { ensure, requestFor, Scratch, ScriptedNas } from "./story";

/** LUN `jenkins`, on a NAS of its own that has recorded nothing since. */
export interface OwnLun {
  readonly nas: ScriptedNas;
  readonly request: EnsureRequest;
  /** What a test had reported. */
  readonly lines: string[];
}

/** Takes no notice of what is reported. */
export const quiet = (): void => undefined;

/**
 * Such a LUN for every test of the surrounding `describe`.
 *
 * @param begin what has happened to it before the test
 */
export function ownLun(
  begin: (request: EnsureRequest) => Promise<unknown> = () => Promise.resolve(),
): () => OwnLun {
  let scratch: Scratch;
  let lun: OwnLun;
  before(() => (scratch = new Scratch()));
  after(() => {
    scratch.discard();
  });
  beforeEach(async () => {
    const nas = await ScriptedNas.start(scratch.identity);
    lun = { nas, request: requestFor(nas, scratch), lines: [] };
    await ensure(lun.request);
    await begin(lun.request);
    nas.requests.length = 0;
  });
  afterEach(() => lun.nas.stop());
  return () => lun;
}
