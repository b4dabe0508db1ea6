import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import {
  logPath,
  requirePorts,
  runningProcess,
  startDetached,
  stopProcess,
  type Instance,
  type ProcessRecord,
} from "../instance";
import { ensureCertificates } from "./certificates";
import { readSettings, writePrivate } from "./settings";
import { readRecord } from "./state";
import { tgtdArguments, tgtEnvironment, Tgtadm } from "./tgtadm";
import { sendWeb } from "./web";

/** What a client needs to use the simulated NAS. */
export interface NasAccess {
  /** `https://[::1]:<port>`. */
  readonly url: string;
  readonly account: string;
  /** Generated once; kept in `nas/settings.json`, which only the owner can read. */
  readonly password: string;
  /** Certificate file of the authority, relative to the project root. */
  readonly certificateAuthority: string;
  /** `[::1]:<port>` of the iSCSI portal. */
  readonly portal: string;
  /** Identity of the NAS as `SYNO.Core.ISCSI.Node` tells it. */
  readonly nodeUuid: string;
}

/** Whether the two processes of the NAS run. */
export interface NasState {
  readonly simulator: "running" | "stopped";
  readonly target: "running" | "stopped";
  readonly url: string;
  readonly portal: string;
}

/** Progress of a start: each text replaces the last. */
export interface NasOptions {
  readonly report?: (text: string) => void;
}

const account = "pulumi";
const simulatorName = "nas-simulator";
const targetName = "tgtd";
const startDeadlineMs = 20_000;

/**
 * Starts the simulated NAS of an instance, or what of it has crashed; LUNs, targets and mappings come back from
 * its state. Idempotent: a running NAS is left alone and its sessions stay.
 *
 * @throws when a port is held by somebody else (naming the holder), a Debian package is missing or the state is damaged
 */
export async function startNas(
  instance: Instance,
  { report = () => undefined }: NasOptions = {},
): Promise<NasAccess> {
  const folder = join(instance.folder, "nas");
  const state = await nasState(instance);
  if (state.simulator === "stopped" || state.target === "stopped") {
    // A simulator does not survive its target daemon: only a start restores the targets.
    await stopProcess(instance, simulatorName);
    await requirePorts(instance, ["dsm", "iscsi"]);
    report("certificates");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await ensureCertificates(folder);
    ensureSecrets(folder);
    report(`iSCSI target on ${state.portal}`);
    await startTarget(instance, folder);
    report(`Web API on ${state.url}`);
    await startWebApi(instance, folder);
  }
  const settings = readSettings(join(folder, "settings.json"));
  return {
    url: state.url,
    account,
    password: settings.accounts[account]?.password ?? "",
    certificateAuthority: `${instance.relativeFolder}/nas/ca.crt`,
    portal: state.portal,
    nodeUuid: readRecord(join(folder, "state.json")).nodeUuid,
  };
}

/** Ends the simulated NAS; its data stays. Does nothing when it does not run. */
export async function stopNas(instance: Instance): Promise<void> {
  await stopProcess(instance, simulatorName);
  if ((await runningProcess(instance, targetName)) !== undefined) {
    // A target daemon that does not answer is ended by its pid below.
    await new Tgtadm(join(instance.folder, "nas")).shutDown().catch(() => undefined);
  }
  await stopProcess(instance, targetName, { graceMs: 500 });
}

/** What runs of the simulated NAS. */
export async function nasState(instance: Instance): Promise<NasState> {
  const stateOf = async (name: string): Promise<"running" | "stopped"> =>
    (await runningProcess(instance, name)) === undefined ? "stopped" : "running";
  return {
    simulator: await stateOf(simulatorName),
    target: await stateOf(targetName),
    url: `https://[::1]:${instance.ports.dsm}`,
    portal: `[::1]:${instance.ports.iscsi}`,
  };
}

function ensureSecrets(folder: string): void {
  const settings = join(folder, "settings.json");
  if (!existsSync(settings)) {
    const password = randomBytes(18).toString("base64url");
    writePrivate(
      settings,
      `${JSON.stringify({ accounts: { [account]: { password } } }, null, 2)}\n`,
    );
  }
  const token = join(folder, "admin-token");
  if (!existsSync(token)) writePrivate(token, `${randomBytes(24).toString("base64url")}\n`);
}

async function startTarget(instance: Instance, folder: string): Promise<void> {
  const process = await startDetached(
    instance,
    targetName,
    "tgtd",
    tgtdArguments(instance.ports.iscsi),
    { env: tgtEnvironment(), cwd: folder },
  );
  const tgt = new Tgtadm(folder);
  await answering(instance, targetName, process, () => tgt.run("target", "show"));
}

async function startWebApi(instance: Instance, folder: string): Promise<void> {
  const { dsm, iscsi } = instance.ports;
  const register = join(__dirname, "..", "..", "typescript", "register.cjs");
  const started = await startDetached(instance, simulatorName, process.execPath, [
    "--require",
    register,
    join(__dirname, "main.ts"),
    instance.folder,
    String(dsm),
    String(iscsi),
  ]);
  const path = "/webapi/query.cgi?api=SYNO.API.Info&version=1&method=query&query=SYNO.API.Auth";
  await answering(instance, simulatorName, started, () =>
    sendWeb({ nasFolder: folder, port: dsm, path, timeoutMs: 2000 }),
  );
}

/** Waits until a process answers; throws with the end of its log when it ends or the time is over. */
async function answering(
  instance: Instance,
  name: string,
  record: ProcessRecord,
  ask: () => Promise<unknown>,
): Promise<void> {
  const deadline = Date.now() + startDeadlineMs;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      const ended = (await runningProcess(instance, name))?.pid !== record.pid;
      if (!ended && Date.now() < deadline) {
        await delay(30);
        continue;
      }
      const log = logPath(instance, name);
      const text = existsSync(log)
        ? readFileSync(log, "utf8").trim().split("\n").slice(-3).join("\n")
        : "";
      throw new Error(
        `${name}: expected it to answer, got ${ended ? "its end" : String(error)}; ${log}:\n${text}`,
        { cause: error },
      );
    }
  }
}
