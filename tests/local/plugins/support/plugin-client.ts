import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";

import { fromStruct, toStruct, type Properties } from "../../../../local/plugins/rpc/values";

import { EngineStub, type LogLine } from "./engine-stub";

type Call<Response> = (
  callback: (error: grpc.ServiceError | null, response: Response) => void,
) => unknown;

/** A running plugin and the engine's side of the conversation with it, in plain property maps. */
export class PluginClient {
  private constructor(
    readonly process: ChildProcessByStdio<Writable, Readable, null>,
    private readonly client: services.ResourceProviderClient,
    private readonly engine: EngineStub,
  ) {}

  /** Starts the executable as an engine does and configures it without settings. */
  static async start(executable: string): Promise<PluginClient> {
    const engine = await EngineStub.start();
    const child = spawn(executable, [engine.address], { stdio: ["pipe", "pipe", "inherit"] });
    const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const client = new services.ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
    );
    const plugin = new PluginClient(child, client, engine);
    const request = new messages.ConfigureRequest().setArgs(toStruct({})).setAcceptsecrets(true);
    await call((callback) => client.configure(request, callback));
    return plugin;
  }

  /** Lines that the plugin asked the engine to print, in their order. */
  get lines(): readonly LogLine[] {
    return this.engine.lines;
  }

  async version(): Promise<string> {
    const info = await call<{ getVersion(): string }>((callback) =>
      this.client.getPluginInfo(new Empty(), callback),
    );
    return info.getVersion();
  }

  async check(type: string, news: Properties): Promise<{ inputs: Properties; failures: string[] }> {
    const request = new messages.CheckRequest()
      .setUrn(urn(type))
      .setType(type)
      .setName("it")
      .setOlds(toStruct({}))
      .setNews(toStruct(news));
    const response = await call<messages.CheckResponse>((callback) =>
      this.client.check(request, callback),
    );
    const failures = response
      .getFailuresList()
      .map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
    return { inputs: fromStruct(response.getInputs()), failures };
  }

  async diff(
    type: string,
    olds: Properties,
    oldInputs: Properties,
    news: Properties,
  ): Promise<{ changed: boolean; replaces: string[]; paths: string[] }> {
    const request = new messages.DiffRequest()
      .setId("some-id")
      .setUrn(urn(type))
      .setType(type)
      .setName("it")
      .setOlds(toStruct(olds))
      .setOldInputs(toStruct(oldInputs))
      .setNews(toStruct(news));
    const response = await call<messages.DiffResponse>((callback) =>
      this.client.diff(request, callback),
    );
    const paths = [...response.getDetaileddiffMap().getEntryList()].map(([path]) => path);
    return {
      changed: response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
      replaces: response.getReplacesList(),
      paths: paths.sort(),
    };
  }

  async create(
    type: string,
    inputs: Properties,
    { preview = false, timeoutSeconds = 0 } = {},
  ): Promise<{ id: string; outputs: Properties }> {
    const request = new messages.CreateRequest()
      .setUrn(urn(type))
      .setType(type)
      .setName("it")
      .setProperties(toStruct(inputs))
      .setPreview(preview)
      .setTimeout(timeoutSeconds);
    const response = await call<messages.CreateResponse>((callback) =>
      this.client.create(request, callback),
    );
    return { id: response.getId(), outputs: fromStruct(response.getProperties()) };
  }

  async read(type: string, id: string, state: Properties = {}): Promise<messages.ReadResponse> {
    const request = new messages.ReadRequest()
      .setId(id)
      .setUrn(urn(type))
      .setType(type)
      .setName("it")
      .setInputs(toStruct({}))
      .setProperties(toStruct(state));
    return call((callback) => this.client.read(request, callback));
  }

  async update(
    type: string,
    olds: Properties,
    news: Properties,
    { preview = false } = {},
  ): Promise<Properties> {
    const request = new messages.UpdateRequest()
      .setId("some-id")
      .setUrn(urn(type))
      .setType(type)
      .setName("it")
      .setOlds(toStruct(olds))
      .setNews(toStruct(news))
      .setPreview(preview);
    const response = await call<messages.UpdateResponse>((callback) =>
      this.client.update(request, callback),
    );
    return fromStruct(response.getProperties());
  }

  async delete(type: string, olds: Properties): Promise<void> {
    const request = new messages.DeleteRequest()
      .setId("some-id")
      .setUrn(urn(type))
      .setType(type)
      .setName("it")
      .setProperties(toStruct(olds));
    await call((callback) => this.client.delete(request, callback));
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new messages.InvokeRequest().setTok(token).setArgs(toStruct(args));
    const response = await call<messages.InvokeResponse>((callback) =>
      this.client.invoke(request, callback),
    );
    return fromStruct(response.getReturn());
  }

  /** What the engine does when a person presses Ctrl-C. */
  async cancel(): Promise<void> {
    await call((callback) => this.client.cancel(new Empty(), callback));
  }

  /** Ends the plugin and the stub of its engine. */
  async stop(): Promise<void> {
    this.client.close();
    this.engine.stop();
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await exited;
  }
}

function urn(type: string): string {
  return `urn:pulumi:dev::test::${type}::it`;
}

function call<Response>(send: Call<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => {
      if (error) reject(new Error(error.details));
      else resolve(response);
    });
  });
}
