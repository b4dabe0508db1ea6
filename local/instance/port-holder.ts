import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { commandOf } from "./process-table";

/** Who listens on a port. */
export interface PortHolder {
  /** Absent when the process belongs to another user and this one may not look. */
  readonly pid?: number;
  readonly command?: string;
  readonly uid: number;
}

/** One listening socket of /proc/net/tcp or /proc/net/tcp6. */
export interface ListeningSocket {
  readonly port: number;
  readonly uid: number;
  readonly inode: number;
}

const listening = "0A";

/**
 * The listening sockets in the text of /proc/net/tcp or /proc/net/tcp6
 * ({@link https://docs.kernel.org/networking/proc_net_tcp.html}).
 */
export function parseListeningSockets(text: string): ListeningSocket[] {
  return text
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === listening)
    .map((fields) => ({
      port: Number.parseInt(fields[1]?.split(":").at(-1) ?? "", 16),
      uid: Number(fields[7]),
      inode: Number(fields[9]),
    }));
}

const sockets = (): ListeningSocket[] =>
  ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) => {
    try {
      return parseListeningSockets(readFileSync(path, "utf8"));
    } catch {
      // A kernel without IPv6 has no tcp6.
      return [];
    }
  });

const holdsInode = (pid: string, inodes: ReadonlySet<string>): boolean => {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((descriptor) => {
      try {
        return inodes.has(readlinkSync(`${folder}/${descriptor}`));
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
};

/** Everybody who listens on a TCP port, on any address of either IP version; no external tool is used. */
export function portHolders(port: number): PortHolder[] {
  const found = sockets().filter((socket) => socket.port === port);
  if (found.length === 0) return [];
  const inodes = new Set(found.map((socket) => `socket:[${String(socket.inode)}]`));
  const uid = found[0]?.uid ?? 0;
  const pids = readdirSync("/proc").filter(
    (name) => /^\d+$/.test(name) && holdsInode(name, inodes),
  );
  if (pids.length === 0) return [{ uid }];
  return pids.map((pid) => ({ pid: Number(pid), command: commandOf(Number(pid)).join(" "), uid }));
}
