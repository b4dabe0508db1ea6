import { createServer, type Server } from "node:net";

/** Listens on an address: the server, or why there is none. Port 0 lets the kernel choose. */
export type Binder = (address: string, port: number) => Promise<Server | "taken" | "absent">;

/** Binds a socket of this process; `absent` means that this host does not have the address. */
export const listen: Binder = (address, port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      const absent = error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT";
      resolve(absent ? "absent" : "taken");
    });
    server.listen({ host: address, port, exclusive: true }, () => {
      resolve(server);
    });
  });

/**
 * Makes sure that this host has `::1`, on which the simulated NAS listens.
 *
 * @throws with the command that enables it
 */
export async function requireIpv6Loopback(bind: Binder = listen): Promise<void> {
  const result = await bind("::1", 0);
  if (typeof result === "object") await new Promise((closed) => result.close(closed));
  if (result === "absent") {
    throw new Error(
      "[::1]: expected an IPv6 loopback address, got none; enable it with: sysctl -w net.ipv6.conf.lo.disable_ipv6=0",
    );
  }
}
