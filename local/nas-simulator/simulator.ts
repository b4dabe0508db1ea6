import { readFileSync } from "node:fs";
import { join } from "node:path";

import { administer } from "./administration";
import { apiTable } from "./api-table";
import { AutoBlock } from "./authentication";
import { TargetBackend } from "./backend";
import { CallLog } from "./call-log";
import { answer, apiOf } from "./dispatch";
import { Faults } from "./faults";
import { Listener } from "./listener";
import { Operator } from "./operator";
import { unquoted } from "./parameters";
import { SecondFactor } from "./second-factor";
import { httpsServer } from "./server";
import { endSurplusSessions } from "./session-limit";
import { Sessions } from "./sessions";
import { changeSettings, readSettings } from "./settings";
import { Store } from "./store";
import { Tgtadm } from "./tgtadm";

/** What a simulated NAS is started with. */
export interface SimulatorOptions {
  /** Folder of the NAS with certificates, `settings.json`, `admin-token`, state and LUN files. */
  readonly folder: string;
  /** Port of the Web API on `[::1]`; 0 = any free one. */
  readonly dsmPort: number;
  /** Port of the portal that the tgtd of this folder already serves. */
  readonly iscsiPort: number;
  /** Milliseconds since the epoch; default the system clock. */
  readonly now?: () => number;
}

/** A simulated NAS that answers. */
export interface Simulator {
  /** Port of the Web API. */
  readonly port: number;
  readonly close: () => Promise<void>;
}

const sessionLookMs = 1000;

/**
 * Restores the targets in the running tgtd and serves the Web API.
 *
 * @throws when settings or state are damaged, tgtd does not answer or the port is taken
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { folder, iscsiPort, now = Date.now } = options;
  const settingsPath = join(folder, "settings.json");
  const settings = readSettings(settingsPath);
  const tgt = new Tgtadm(folder);
  const store = new Store(folder, new TargetBackend(tgt), settings, now);
  await store.restore();

  const sessions = new Sessions(settings, now);
  const block = new AutoBlock(settings, now);
  const secondFactor = new SecondFactor(settings, store);
  const faults = new Faults();
  const calls = new CallLog();
  const operator = new Operator(settings, store);
  const apis = apiTable({ settings, store, sessions, block, secondFactor, iscsiPort });
  const serially = serialiser();

  const outage = (ms: number, reboot: boolean): void => {
    if (reboot) sessions.clear();
    listener.outage(ms);
  };
  const reset = async (): Promise<void> => {
    // Before the wipe: a call that hung until now finds no session any more.
    sessions.clear();
    faults.release();
    await serially(() => store.wipe());
    block.forgive();
    secondFactor.forget();
    Object.assign(settings, readSettings(settingsPath));
  };

  const administration = {
    token: readFileSync(join(folder, "admin-token"), "utf8").trim(),
    faults,
    calls,
    sessions: () => sessions.count,
    breakSessions: sessions.break.bind(sessions),
    forgive: block.forgive.bind(block),
    changeSettings: (change: unknown) => {
      changeSettings(settings, change);
    },
    outage,
    scheduledSnapshot: (lun: string) => serially(() => operator.scheduledSnapshot(lun)),
    replaceHosts: (...hosts: Parameters<Operator["replaceHosts"]>) =>
      serially(() => operator.replaceHosts(...hosts)),
    virtualMachineDisk: (...disk: Parameters<Operator["virtualMachineDisk"]>) =>
      serially(() => operator.virtualMachineDisk(...disk)),
    reset,
  };
  const server = httpsServer({
    key: readFileSync(join(folder, "server.key")),
    certificate: readFileSync(join(folder, "server.crt")),
    faults,
    outage,
    answer: (call, circumstances = {}) =>
      // DSM serialises too; it also keeps the state and the target daemon in step.
      serially(async () => {
        await store.settle();
        const restoreSessions = sessions.remember();
        const envelope = await store.under(circumstances, () => answer(apis, sessions, call));
        if (circumstances.rehearsal === true) {
          restoreSessions();
          return envelope;
        }
        calls.add({
          api: apiOf(call) ?? "",
          method: unquoted(call.fields.get("method")) ?? "",
          code: envelope.success ? 0 : envelope.error.code,
        });
        return envelope;
      }),
    administer: (request) => administer(administration, request),
  });
  const listener = new Listener(server, options.dsmPort);
  await listener.open();
  const looking = setInterval(() => {
    serially(() => endSurplusSessions(store, tgt)).catch((error: unknown) => {
      console.error(new Date().toISOString(), error);
    });
  }, sessionLookMs);

  return {
    port: listener.port,
    close: async () => {
      clearInterval(looking);
      faults.release();
      await listener.close();
      await serially(() => Promise.resolve());
    },
  };
}

/** Runs tasks one after the other, in the order they came; a failed one does not stop the next. */
function serialiser(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
}
