import { createHash } from "node:crypto";
import { createServer } from "node:net";

/** A lock this process holds. */
export interface SocketLock {
  release(): void;
  /** Lets the process end while it holds the lock, as Node's `unref` does. */
  unref(): void;
}

/**
 * Takes the lock on a path, or returns undefined while another process of this machine has it.
 *
 * It is a name in the kernel's abstract socket space (unix(7)): one process can own it, and it is free again
 * the moment that process ends, however it ends, so that a stale lock cannot exist.
 */
export function trySocketLock(path: string): Promise<SocketLock | undefined> {
  const name = `\0jenkins-stack-${createHash("sha256").update(path).digest("hex").slice(0, 24)}`;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(name, () => {
      resolve({ release: () => server.close(), unref: () => server.unref() });
    });
  });
}
