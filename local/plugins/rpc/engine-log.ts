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

/** Lines printed beside a resource while it is worked on. Losing one never fails an operation. */
export class EngineLog {
  readonly #client: engineServices.EngineClient | undefined;

  constructor(address: string | undefined) {
    this.#client =
      address === undefined
        ? undefined
        : new engineServices.EngineClient(address, grpc.credentials.createInsecure());
  }

  write(severity: Severity, message: string, urn: string): void {
    const request = new engine.LogRequest();
    request.setSeverity(severities[severity]);
    request.setMessage(message);
    request.setUrn(urn);
    request.setEphemeral(severity === "infoStatus");
    this.#client?.log(request, () => undefined);
  }
}
