import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";

import { toStruct, type Properties } from "../../../local/plugins/rpc/values";
import type { PolicyResource } from "../../../policy";

type Call<Response> = (
  callback: (error: grpc.ServiceError | null, response: Response) => void,
) => unknown;

/** One finding as the pack tells it to the CLI. */
export interface PackFinding {
  readonly rule: string;
  readonly level: "mandatory" | "advisory";
  readonly text: string;
}

/** The compiled pack, running as the CLI runs it, and the CLI's side of the conversation with it. */
export class PackClient {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: services.AnalyzerClient,
  ) {}

  /** Starts the committed file in its own folder, with the configuration of a stack by full key. */
  static async start(config: Readonly<Record<string, string>>): Promise<PackClient> {
    const child = spawn(process.execPath, ["index.js"], {
      cwd: join(__dirname, "../../../policy/pack"),
      env: { ...process.env, PULUMI_CONFIG: JSON.stringify(config) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    // A pack that nobody stops, because its test was cut short, must not keep the test run alive.
    child.unref();
    const [port] = (await once(createInterface({ input: child.stdout }), "line", {
      signal: AbortSignal.timeout(30_000),
    })) as [string];
    child.stdout.destroy();
    const address = `127.0.0.1:${port}`;
    return new PackClient(
      child,
      new services.AnalyzerClient(address, grpc.credentials.createInsecure()),
    );
  }

  /** Names of its policies with what each does on a finding. */
  async policies(): Promise<string[]> {
    const info = await answer<messages.AnalyzerInfo>((callback) =>
      this.client.getAnalyzerInfo(new Empty(), callback),
    );
    return info
      .getPoliciesList()
      .map((policy) => `${policy.getName()} ${level(policy.getEnforcementlevel())}`);
  }

  /** What it says of one resource before that is touched. */
  async analyze(resource: PolicyResource): Promise<PackFinding[]> {
    const request = new messages.AnalyzeRequest()
      .setUrn(resource.urn)
      .setType(resource.type)
      .setName(resource.name)
      .setProperties(toStruct(resource.inputs as Properties))
      .setOptions(options(resource));
    return found((callback) => this.client.analyze(request, callback));
  }

  /** What it says of all resources together, at the end of a preview. */
  async analyzeStack(resources: readonly PolicyResource[]): Promise<PackFinding[]> {
    const listed = resources.map((resource) =>
      new messages.AnalyzerResource()
        .setUrn(resource.urn)
        .setType(resource.type)
        .setName(resource.name)
        .setProperties(toStruct(resource.inputs as Properties))
        .setOptions(options(resource)),
    );
    const request = new messages.AnalyzeStackRequest().setResourcesList(listed);
    return found((callback) => this.client.analyzeStack(request, callback));
  }

  async stop(): Promise<void> {
    this.client.close();
    const ended = once(this.child, "exit");
    this.child.kill();
    await ended;
  }
}

async function found(call: Call<messages.AnalyzeResponse>): Promise<PackFinding[]> {
  const response = await answer(call);
  return response.getDiagnosticsList().map((diagnostic) => ({
    rule: diagnostic.getPolicyname(),
    level: level(diagnostic.getEnforcementlevel()),
    // The SDK puts the policy's description before what the policy said.
    text: diagnostic.getMessage().split("\n").at(-1) ?? "",
  }));
}

function options({ protect }: PolicyResource): messages.AnalyzerResourceOptions {
  return new messages.AnalyzerResourceOptions().setProtect(protect);
}

function level(enforcement: messages.EnforcementLevel): PackFinding["level"] {
  return enforcement === messages.EnforcementLevel.MANDATORY ? "mandatory" : "advisory";
}

function answer<Response>(call: Call<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}
