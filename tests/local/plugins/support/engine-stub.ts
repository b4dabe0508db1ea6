import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";

export interface LogLine {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
  /** Whether the line is progress that the next one replaces. */
  readonly transient: boolean;
}

const { DEBUG, INFO, WARNING, ERROR } = engine.LogSeverity;
const severities = {
  [DEBUG]: "debug",
  [INFO]: "info",
  [WARNING]: "warning",
  [ERROR]: "error",
} as const;

/** The part of an engine that plugins talk back to: it records what they ask to print. */
export class EngineStub {
  readonly lines: LogLine[] = [];

  private constructor(
    private readonly server: grpc.Server,
    readonly address: string,
  ) {}

  static async start(): Promise<EngineStub> {
    const server = new grpc.Server();
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    const stub = new EngineStub(server, `127.0.0.1:${port}`);
    server.addService(services.EngineService, {
      log: (
        { request }: grpc.ServerUnaryCall<engine.LogRequest, Empty>,
        callback: grpc.sendUnaryData<Empty>,
      ) => {
        const severity = severities[request.getSeverity()];
        const transient = request.getEphemeral();
        stub.lines.push({ severity, message: request.getMessage(), transient });
        callback(null, new Empty());
      },
    });
    return stub;
  }

  stop(): void {
    this.server.forceShutdown();
  }
}
