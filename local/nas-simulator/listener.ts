import type { Server } from "node:https";
import type { AddressInfo } from "node:net";

/** A server on `[::1]` that can refuse connections for some time, as a rebooting NAS does. */
export class Listener {
  #port: number;
  #reopening: NodeJS.Timeout | undefined;

  /** @param port 0 = any free one; the same one after each outage */
  constructor(
    private readonly server: Server,
    port: number,
  ) {
    this.#port = port;
  }

  get port(): number {
    return this.#port;
  }

  /** Begins to listen; @throws when the port is taken */
  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen({ host: "::1", port: this.#port }, () => {
        this.server.off("error", reject);
        resolve();
      });
    });
    this.#port = (this.server.address() as AddressInfo).port;
  }

  /** Ends every connection and refuses new ones for a time; an outage during an outage begins the time anew. */
  outage(ms: number): void {
    clearTimeout(this.#reopening);
    this.server.close();
    this.server.closeAllConnections();
    this.#reopening = setTimeout(() => {
      this.open().catch((error: unknown) => {
        console.error(new Date().toISOString(), error);
      });
    }, ms);
  }

  /** Ends every connection and refuses new ones for good. */
  async close(): Promise<void> {
    clearTimeout(this.#reopening);
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }
}
