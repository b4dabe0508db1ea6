import type { EnsureRequest } from "../../nas/request";
import { restoreSnapshot, type Restored } from "../../nas/snapshot/restore";
import { takeSnapshot } from "../../nas/snapshot/take";
import { during, ensure, impatient, requestFor, Scratch, ScriptedNas } from "./story";

/** LUN `jenkins` with snapshot `a`, on a NAS of its own that has recorded nothing since. */
export interface SnapshottedLun {
  readonly nas: ScriptedNas;
  readonly request: EnsureRequest;
  /** What `restore` has reported. */
  readonly lines: readonly string[];
}

/** Takes no notice of what is reported. */
export const quiet = (): void => undefined;

/** Such a LUN for every test of the surrounding `describe`, and what is done with it. */
export function snapshottedLun() {
  let scratch: Scratch;
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let lines: string[];
  before(() => (scratch = new Scratch()));
  after(() => {
    scratch.discard();
  });
  beforeEach(async () => {
    nas = await ScriptedNas.start(scratch.identity);
    request = requestFor(nas, scratch);
    lines = [];
    await ensure(request);
    await during(request, (session) => takeSnapshot(session, "jenkins", { name: "a" }, quiet));
    nas.requests.length = 0;
  });
  afterEach(async () => {
    await nas.stop();
  });

  const given = (): SnapshottedLun => ({ nas, request, lines });
  /** Sets the LUN back. */
  const restore = (snapshot = "a", patience = impatient): Promise<Restored> =>
    during(
      request,
      (session) => restoreSnapshot(session, "jenkins", { snapshot }, (line) => lines.push(line)),
      patience,
    );
  /** Names of the snapshots on the NAS. */
  const names = (): string[] => nas.snapshots.map(({ name }) => name);
  return { given, restore, names };
}
