import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";

/** An initiator logged in to a target. */
export interface InitiatorSession {
  /** Number of the session in tgt; a later session has a higher one. */
  readonly session: number;
  readonly connection: number;
  readonly iqn: string;
  readonly ip: string;
}

/** Where tgtd listens for tgtadm: relative to the folder of the NAS, a socket path may have 107 bytes only. */
const socketName = "tgt.sock";

/** Environment for tgtd and tgtadm, both to be run in the folder of the NAS. */
export function tgtEnvironment(): NodeJS.ProcessEnv {
  // Debian installs both into /usr/sbin, which is not on the PATH of an ordinary user.
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  return { ...process.env, PATH: path, TGT_IPC_SOCKET: socketName };
}

/** Arguments of a tgtd in the foreground that serves one portal on the IPv6 loopback address. */
export function tgtdArguments(port: number): string[] {
  return ["-f", "-C", "0", "--iscsi", `portal=[::1]:${port}`];
}

const portOption: Readonly<Record<string, string>> = { name: "-n", value: "-v" };

/** The `tgtadm` command line tool, talking to the tgtd of one NAS folder. */
export class Tgtadm {
  constructor(private readonly folder: string) {}

  /**
   * Runs one command and returns its output.
   *
   * tgtadm takes a CHAP secret only as an argument (tgt-admin calls tgtadm the same way), so for some
   * milliseconds the throw-away secret of this loopback target shows in the process list.
   *
   * @throws with the message of tgtadm, never with the arguments
   */
  async run(
    mode: "target" | "logicalunit" | "account" | "conn" | "sys",
    operation: "new" | "delete" | "update" | "bind" | "unbind" | "show",
    options: Readonly<Record<string, string | number>> = {},
    flags: readonly string[] = [],
  ): Promise<string> {
    const pairs = Object.entries(options).flatMap(([key, value]) => [
      portOption[key] ?? `--${key}`,
      String(value),
    ]);
    const result = await execa(
      "tgtadm",
      ["--lld", "iscsi", "--mode", mode, "--op", operation, ...pairs, ...flags],
      { cwd: this.folder, env: tgtEnvironment(), reject: false, timeout: 20_000, stdin: "ignore" },
    );
    if (result.exitCode === 0) return result.stdout;
    const reason = result.stderr.trim() || (result.code ?? `exit code ${String(result.exitCode)}`);
    throw new Error(`tgtadm ${mode} ${operation}: ${reason}`);
  }

  /** Sessions of a target, oldest first. */
  async sessions(tid: number): Promise<InitiatorSession[]> {
    return parseSessions(await this.run("conn", "show", { tid }));
  }

  /** Sessions of all targets by target id, oldest first; targets without any are absent. One command, whatever their number. */
  async allSessions(): Promise<ReadonlyMap<number, InitiatorSession[]>> {
    return parseTargets(await this.run("target", "show"));
  }

  /** Ends one session; the initiator may log in again. */
  async endSession(tid: number, { session, connection }: InitiatorSession): Promise<void> {
    await this.run("conn", "delete", { tid, sid: session, cid: connection });
  }

  /** Takes a LUN off a target; waits for commands in flight, tgt calls a LUN active while it has any. */
  async removeLun(tid: number, lun: number): Promise<void> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      try {
        await this.run("logicalunit", "delete", { tid, lun });
        return;
      } catch (error) {
        const active = error instanceof Error && error.message.includes("still active");
        if (!active || Date.now() > deadline) throw error;
        await delay(10);
      }
    }
  }

  /** Removes every target, sessions or not, and every account. */
  async clear(): Promise<void> {
    const shown = await this.run("target", "show");
    for (const [, tid] of shown.matchAll(/^Target (\d+):/gm)) {
      await this.run("target", "delete", { tid: Number(tid) }, ["--force"]);
    }
    const accounts = await this.run("account", "show");
    for (const [, user] of accounts.matchAll(/^ {4}(\S.*)$/gm)) {
      await this.run("account", "delete", { user: user ?? "" });
    }
  }

  /** Asks tgtd to end: it ignores SIGTERM, and it ends only without targets. */
  async shutDown(): Promise<void> {
    await this.clear();
    await this.run("sys", "delete");
  }
}

/** Reads the sessions out of `tgtadm --mode target --op show`. */
function parseTargets(output: string): ReadonlyMap<number, InitiatorSession[]> {
  const targets = output
    .split(/^(?=Target \d+:)/m)
    .map((part): [number, InitiatorSession[]] => [
      Number(/^Target (\d+):/.exec(part)?.[1]),
      sessionsIn(
        part,
        /^\s+I_T nexus: (\d+)\n\s+Initiator: (\S+).*\n\s+Connection: (\d+)\n\s+IP Address: (\S+)/gm,
        ([, session, iqn, connection, ip]) => [session, connection, iqn, ip],
      ),
    ]);
  return new Map(targets.filter(([, sessions]) => sessions.length > 0));
}

/** Reads the output of `tgtadm --mode conn --op show`. */
export function parseSessions(output: string): InitiatorSession[] {
  return sessionsIn(
    output,
    /^Session: (\d+)\n\s+Connection: (\d+)\n\s+Initiator: (\S+).*\n\s+IP Address: (\S+)/gm,
    ([, session, connection, iqn, ip]) => [session, connection, iqn, ip],
  );
}

function sessionsIn(
  output: string,
  pattern: RegExp,
  fields: (match: RegExpExecArray) => (string | undefined)[],
): InitiatorSession[] {
  return [...output.matchAll(pattern)]
    .map(fields)
    .map(([session, connection, iqn, ip]) => ({
      session: Number(session),
      connection: Number(connection),
      iqn: iqn ?? "",
      ip: ip ?? "",
    }))
    .sort((a, b) => a.session - b.session);
}
