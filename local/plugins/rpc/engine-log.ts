import * as grpc from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";

import type { Severity } from "./provider";

const severities: Readonly<Record<Severity, engine.LogSeverity>> = {
  debug: engine.LogSeverity.DEBUG,
  info: engine.LogSeverity.INFO,
  infoStatus: engine.LogSeverity.INFO,
  warning: engine.LogSeverity.WARNING,
  error: engine.LogSeverity.ERROR,
};

/** How long the engine may take to accept a line, in milliseconds. */
const patience = 5_000;

/** Lines printed beside a resource while it is worked on. Losing one never fails an operation. */
export class EngineLog {
  readonly #client: engineServices.EngineClient | undefined;
  #sent = Promise.resolve();

  constructor(address: string | undefined) {
    this.#client =
      address === undefined
        ? undefined
        : new engineServices.EngineClient(address, grpc.credentials.createInsecure());
  }

  /** Sends a line after all earlier ones: the engine prints concurrent calls in any order. */
  write(severity: Severity, message: string, urn: string): void {
    const client = this.#client;
    if (client === undefined) return;
    const request = new engine.LogRequest();
    request.setSeverity(severities[severity]);
    request.setMessage(message);
    request.setUrn(urn);
    request.setEphemeral(severity === "infoStatus");
    this.#sent = this.#sent.then(
      () =>
        new Promise((resolve) => {
          const deadline = Date.now() + patience;
          client.log(request, new grpc.Metadata(), { deadline }, () => {
            resolve();
          });
        }),
    );
  }

  /** Resolves when the engine has every line written so far: it prints none for a resource that is done. */
  flushed(): Promise<void> {
    return this.#sent;
  }
}
