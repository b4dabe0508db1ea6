// Every verb loses the NAS at each of its writes in turn, with the write carried out or not, as a killed run does; then
// one more run, and the NAS must be as if nothing had happened. Being cut off between two reads leaves no other NAS than
// these. Processes that really die: tests/engine.
import assert from "node:assert/strict";

import type { Session } from "../../nas/dsm/session";
import { deleteLun } from "../../nas/lun/delete";
import { ensureLun } from "../../nas/lun/ensure";
import { growTo } from "../../nas/lun/grow";
import { retireLun } from "../../nas/lun/retire";
import { cloneSnapshot } from "../../nas/snapshot/clone";
import { pruneSnapshots } from "../../nas/snapshot/prune";
import { restoreSnapshot } from "../../nas/snapshot/restore";
import { takeSnapshot } from "../../nas/snapshot/take";
import { Failure } from "../../nas/failure";
import type { EnsureRequest } from "../../nas/request";
import { during, ensure, failureOf, impatient, requestFor, Scratch, ScriptedNas } from "./story";

const quiet = (): void => undefined;
const day = new Date("2026-11-21T12:00:00Z");

/** A verb, what must be there before it, and what of the NAS must be the same however often it was interrupted. */
interface Story {
  readonly prepare?: (session: Session, request: EnsureRequest) => Promise<unknown>;
  readonly verb: (session: Session, request: EnsureRequest) => Promise<unknown>;
  readonly outcome?: (nas: ScriptedNas) => unknown;
}

const grown = (request: EnsureRequest): EnsureRequest => ({
  ...request,
  lun: { ...request.lun, sizeBytes: 3 * 1024 ** 3 },
});
const names = (nas: ScriptedNas): string[] => nas.snapshots.map(({ name }) => name).sort();
const stories: Record<string, Story> = {
  "lun ensure": { verb: (session, request) => ensureLun(session, request, quiet) },
  "lun ensure of a larger LUN": {
    prepare: (session, request) => ensureLun(session, request, quiet),
    verb: (session, request) => ensureLun(session, grown(request), quiet),
  },
  "lun grow": {
    prepare: (session, request) => ensureLun(session, request, quiet),
    verb: (session, request) => growTo(session, grown(request), quiet),
  },
  "lun retire": {
    prepare: (session, request) => ensureLun(session, request, quiet),
    verb: (session, request) => retireLun(session, request, quiet, day),
  },
  "lun delete": {
    prepare: async (session, request) => {
      await ensureLun(session, request, quiet);
      await retireLun(session, request, quiet, day);
    },
    verb: (session, request) =>
      deleteLun(session, request, "jenkins.retired-20261121-ac36da", quiet),
  },
  "snapshot take": {
    prepare: (session, request) => ensureLun(session, request, quiet),
    verb: (session) => takeSnapshot(session, "jenkins", { name: "before" }, quiet),
  },
  "snapshot prune": {
    prepare: async (session, request) => {
      await ensureLun(session, request, quiet);
      for (const name of ["a", "b", "c"])
        await takeSnapshot(session, "jenkins", { name, locked: false }, quiet);
    },
    verb: (session) => pruneSnapshots(session, "jenkins", { keep: 1 }, quiet),
  },
  "snapshot clone": {
    prepare: async (session, request) => {
      await ensureLun(session, request, quiet);
      await takeSnapshot(session, "jenkins", { name: "a" }, quiet);
    },
    verb: (session) =>
      cloneSnapshot(session, "jenkins", { snapshot: "a", cloneName: "rehearsal" }, quiet),
  },
  "snapshot restore": {
    prepare: async (session, request) => {
      await ensureLun(session, request, quiet);
      await takeSnapshot(session, "jenkins", { name: "a" }, quiet);
    },
    verb: (session) => restoreSnapshot(session, "jenkins", { snapshot: "a" }, quiet),
    // A run keeps the present anew, so there may be one snapshot more than of an undisturbed run.
    outcome: ({ luns, targets, snapshots }) => [
      luns.map(({ restored_time }) => (restored_time ?? 0) > 0),
      targets,
      [...new Set(snapshots.map(({ name }) => name.replace(/\.\d$/, "")))].sort(),
    ],
  },
};
const isRead = (call: string): boolean => / (login|logout|list|list_snapshot|get|info)$/.test(call);
const everything = (nas: ScriptedNas): unknown => [nas.luns, nas.targets, names(nas)];

describe("a verb that is cut off from the NAS", () => {
  let scratch: Scratch;
  before(() => (scratch = new Scratch()));
  after(() => {
    scratch.discard();
  });

  const withNas = async (work: (nas: ScriptedNas) => Promise<void>): Promise<void> => {
    const nas = await ScriptedNas.start(scratch.identity);
    nas.settleListings = 1;
    nas.deleteListings = 1;
    try {
      await work(nas);
    } finally {
      await nas.stop();
    }
  };

  for (const [name, { prepare, verb, outcome = everything }] of Object.entries(stories))
    it(`converges in the next run: ${name}`, async () => {
      const run = (nas: ScriptedNas, work = verb): Promise<unknown> => {
        const request = requestFor(nas, scratch);
        return during(request, (session) => work(session, request), {
          ...impatient,
          retries: [],
          effect: 10,
        });
      };
      await withNas(async (nas) => {
        if (prepare !== undefined) await run(nas, prepare);
        const prepared = nas.contents;
        const before = nas.calls.length;
        await run(nas);
        const wanted = JSON.stringify(outcome(nas));
        const writes = nas.calls.slice(before).flatMap((call, at) => (isRead(call) ? [] : [at]));
        assert.ok(writes.length > 0);
        for (const answered of writes)
          for (const carriedOut of [false, true]) {
            nas.contents = prepared;
            nas.lastIsCarriedOut = carriedOut;
            nas.answers = nas.calls.length + answered;
            await run(nas).catch((error: unknown) => {
              if (!(error instanceof Failure)) throw error;
            });
            nas.answers = Infinity;
            await run(nas);
            const what = `${nas.calls[before + answered]!} ${carriedOut ? "done" : "not done"}`;
            assert.equal(JSON.stringify(outcome(nas)), wanted, what);
          }
      });
    });

  it("leaves a NAS that `lun ensure` refuses when a retirement is cut off", async () => {
    await withNas(async (nas) => {
      const request = requestFor(nas, scratch);
      await ensure(request);
      nas.answers = nas.calls.length + 7;
      await failureOf(during(request, (session) => retireLun(session, request, quiet, day)));
      nas.answers = Infinity;
      const failure = await failureOf(ensure(request));
      assert.equal(failure.kind, "refused");
      assert.match(
        failure.message,
        /^lun\.name: expected LUN "jenkins", got "jenkins\.retired-20261121-ac36da"; .+ rename it back/,
      );
    });
  });
});
