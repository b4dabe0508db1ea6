import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { administer, type LoggedCall } from "./administration";
import type { Api } from "./api";
import { authenticationApi, AutoBlock } from "./authentication";
import { TargetBackend } from "./backend";
import { answer, type Envelope, type RawCall } from "./dispatch";
import { Faults } from "./faults";
import { lunApi } from "./luns";
import { unquoted } from "./parameters";
import { httpsServer } from "./server";
import { endSurplusSessions } from "./session-limit";
import { Sessions } from "./sessions";
import { readSettings, type Settings } from "./settings";
import { Store } from "./store";
import { discoveryApi, dsmInfoApi, nodeApi, systemApi } from "./system";
import { targetApi } from "./targets";
import { Tgtadm } from "./tgtadm";
import { volumeApi } from "./volumes";

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

const loggedCalls = 1000;
const sessionLookMs = 500;

/**
 * Restores the targets in the running tgtd and serves the Web API.
 *
 * @throws when settings or state are damaged, tgtd does not answer or the port is taken
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { folder, iscsiPort, now = Date.now } = options;
  const settings = readSettings(join(folder, "settings.json"));
  const tgt = new Tgtadm(folder);
  const store = new Store(folder, new TargetBackend(tgt), now);
  await store.restore();

  const sessions = new Sessions(settings, now);
  const block = new AutoBlock(settings, now);
  const faults = new Faults();
  const calls: LoggedCall[] = [];
  const apis = apiTable(settings, store, sessions, block, iscsiPort);
  const serially = serialiser();

  const server = httpsServer({
    key: readFileSync(join(folder, "server.key")),
    certificate: readFileSync(join(folder, "server.crt")),
    faults,
    answer: (call) =>
      // DSM serialises too; it also keeps the state and the target daemon in step.
      serially(async () => {
        await store.settle();
        const envelope = await answer(apis, sessions, call);
        calls.push(logged(call, envelope));
        calls.splice(0, calls.length - loggedCalls);
        return envelope;
      }),
    administer: (...request) =>
      administer(
        {
          token: readFileSync(join(folder, "admin-token"), "utf8").trim(),
          faults,
          calls,
          forgive: () => {
            block.forgive();
          },
          sessions: () => sessions.count,
        },
        ...request,
      ),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "::1", port: options.dsmPort }, resolve);
  });
  const looking = setInterval(() => {
    serially(() => endSurplusSessions(store, tgt)).catch((error: unknown) => {
      console.error(new Date().toISOString(), error);
    });
  }, sessionLookMs);

  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      clearInterval(looking);
      faults.release();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await serially(() => Promise.resolve());
    },
  };
}

function apiTable(
  settings: Settings,
  store: Store,
  sessions: Sessions,
  block: AutoBlock,
  iscsiPort: number,
): ReadonlyMap<string, Api> {
  const apis = new Map<string, Api>([
    ["SYNO.API.Auth", authenticationApi(settings, sessions, block)],
    ["SYNO.Core.ISCSI.LUN", lunApi(settings, store)],
    ["SYNO.Core.ISCSI.Target", targetApi(settings, store, iscsiPort)],
    ["SYNO.Core.ISCSI.Node", nodeApi(store)],
    ["SYNO.Core.Storage.Volume", volumeApi(settings, store)],
    ["SYNO.Core.System", systemApi(settings)],
    ["SYNO.DSM.Info", dsmInfoApi()],
  ]);
  return apis.set("SYNO.API.Info", discoveryApi(apis));
}

function logged({ fields }: RawCall, envelope: Envelope): LoggedCall {
  return {
    api: unquoted(fields.get("api")) ?? "",
    method: unquoted(fields.get("method")) ?? "",
    code: envelope.success ? 0 : envelope.error.code,
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
