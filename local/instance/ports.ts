import { mkdir, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Instance } from "./instance";
import { createJson, readJson, writeJson } from "./json-file";
import { listen, requireIpv6Loopback, type Binder } from "./loopback";
import { portHolders, type PortHolder } from "./port-holder";
import { recordedProcesses, runningProcess } from "./processes";
import { trySocketLock } from "./socket-lock";

const portNames = [
  "etcd",
  "etcdPeer",
  "apiserver",
  "controllerManager",
  "scheduler",
  "kwok",
  "dsm",
  "iscsi",
] as const;

/** What a port is for. */
export type PortName = (typeof portNames)[number];

/** The ports of one instance, all on loopback. Chosen once: a changed portal would replace the volume. */
export type Ports = Readonly<Record<PortName, number>>;

const port = z.int().min(1).max(65_535);
const portsSchema = z.partialRecord(z.enum(portNames), port);

/** The registered iSCSI port (RFC 7143), taken when it is free. */
const preferred: Partial<Record<PortName, number>> = { iscsi: 3260 };

const lowest = 20_000;

/** First port that the kernel hands to outgoing connections: a fixed port above it may be busy by chance. */
async function ephemeralStart(): Promise<number> {
  const range = await readFile("/proc/sys/net/ipv4/ip_local_port_range", "utf8").catch(() => "");
  const start = Number.parseInt(range, 10);
  return start > lowest + 1_000 ? start : 32_768;
}

/** Whether nobody listens on a port, on the loopback address of either IP version. */
export async function isFree(number: number): Promise<boolean> {
  const results = await Promise.all(["127.0.0.1", "::1"].map((host) => listen(host, number)));
  for (const result of results) {
    if (typeof result === "object") await new Promise((closed) => result.close(closed));
  }
  return !results.includes("taken");
}

/** Ports that this process has chosen. */
const held = new Set<number>();

/**
 * Holds a free port until this process ends: between its choice and the moment when somebody listens on it, no other
 * process of this machine is to choose it as well.
 *
 * @returns false where somebody listens on it, or holds it
 */
export async function hold(number: number): Promise<boolean> {
  if (!held.has(number)) {
    const lock = await trySocketLock(`port ${number}`);
    if (lock === undefined) return false;
    lock.unref();
    held.add(number);
  }
  return await isFree(number);
}

/** Ports that other instances beside this one have chosen; they may be stopped right now. */
async function reservedBeside(folder: string): Promise<Set<number>> {
  const parent = dirname(folder);
  const reserved = new Set<number>();
  for (const name of await readdir(parent)) {
    if (!name.startsWith(".local") || name === basename(folder)) continue;
    const parsed = portsSchema.safeParse(
      await readJson(join(parent, name, "ports.json")).catch(() => 0),
    );
    for (const value of Object.values(parsed.data ?? {})) reserved.add(value);
  }
  return reserved;
}

async function choosePorts(folder: string, known: Partial<Ports>): Promise<Ports> {
  const taken = await reservedBeside(folder);
  for (const value of Object.values(known)) taken.add(value);
  const width = (await ephemeralStart()) - lowest;
  let candidate = Math.floor(Math.random() * width);
  const pick = async (name: PortName): Promise<number> => {
    const wanted = preferred[name];
    if (wanted !== undefined && !taken.has(wanted) && (await hold(wanted))) return wanted;
    for (let tries = 0; tries < width; tries++) {
      candidate = (candidate + 1) % width;
      const number = lowest + candidate;
      if (taken.has(number) || !(await hold(number))) continue;
      taken.add(number);
      return number;
    }
    throw new Error(
      `ports.${name}: expected a free port from ${lowest} to ${lowest + width - 1}, got none`,
    );
  };
  const chosen: Partial<Record<PortName, number>> = {};
  for (const name of portNames) chosen[name] = known[name] ?? (await pick(name));
  return chosen as Ports;
}

const problems = (path: string, error: z.ZodError): Error =>
  new Error(
    error.issues
      .map((issue) => `${path}: ${issue.path.join(".")}: ${issue.message.toLowerCase()}`)
      .join("\n"),
  );

/**
 * Reads `ports.json` of an instance folder, choosing what it does not name yet; what it names never changes. A new
 * folder is made only on a host that can carry the platform, so that nothing is left behind on another.
 */
export async function openPorts(folder: string, bind: Binder = listen): Promise<Ports> {
  const path = join(folder, "ports.json");
  const stored = await readJson(path);
  if (stored === undefined) {
    await requireIpv6Loopback(bind);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const chosen = await choosePorts(folder, {});
    // Another process may have opened the same instance at the same moment: whoever wrote first is right.
    return (await createJson(path, chosen)) ? chosen : openPorts(folder, bind);
  }
  const known = portsSchema.safeParse(stored);
  if (!known.success) throw problems(path, known.error);
  if (portNames.every((name) => known.data[name] !== undefined)) return known.data as Ports;
  const completed = await choosePorts(folder, known.data);
  await writeJson(path, completed);
  return completed;
}

const described = ({ pid, command, uid }: PortHolder): string =>
  pid === undefined
    ? `a process of user ${uid} that this user may not see`
    : `process ${pid} (${command ?? "unknown command"})`;

/** How long a socket may outlive the process that held it: the kernel closes it while the process ends. */
const closingMs = 2_000;

/**
 * Makes sure that each named port is free or held by a process this instance started, on a host with `::1`.
 *
 * @throws one error that names every port held by somebody else, with the holder's pid and command
 */
export async function requirePorts(instance: Instance, names: readonly PortName[]): Promise<void> {
  await requireIpv6Loopback();
  const records = await Promise.all(
    (await recordedProcesses(instance)).map((name) => runningProcess(instance, name)),
  );
  const own = new Set(records.map((record) => record?.pid));
  const strangersOn = (name: PortName): PortHolder[] =>
    portHolders(instance.ports[name]).filter(({ pid }) => pid === undefined || !own.has(pid));

  const deadline = Date.now() + closingMs;
  const isClosing = (name: PortName) => strangersOn(name).some(({ pid }) => pid === undefined);
  while (names.some(isClosing) && Date.now() < deadline) await delay(20);

  const conflicts = names.flatMap((name) => {
    const strangers = strangersOn(name);
    if (strangers.length === 0) return [];
    return [
      `ports.${name}: expected port ${instance.ports[name]} to be free, got it taken by ` +
        `${strangers.map(described).join(" and ")}; end that process, ` +
        "or let npm run down and npm run up choose new ports (the local data goes with the old ones)",
    ];
  });
  if (conflicts.length > 0) throw new Error(conflicts.join("\n"));
}
