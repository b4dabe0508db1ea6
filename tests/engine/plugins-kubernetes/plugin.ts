import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";

import { fromStruct, toStruct, type Properties } from "../../../local/plugins/rpc/values";
import { EngineStub, type LogLine } from "../../local/plugins/support/engine-stub";
import { call } from "./plugin-call";

/** What the state holds about one object, as the engine would remember it. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export interface PluginDiff {
  readonly changed: boolean;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly paths: readonly string[];
}

/** A kubernetes plugin and the engine's side of the conversation with it. */
export class KubernetesPlugin {
  private constructor(
    private readonly process: ChildProcess,
    private readonly client: services.ResourceProviderClient,
    private readonly engine: EngineStub,
  ) {}

  /** Starts and configures a plugin; `settings` are a provider's arguments as the SDK sends them. */
  static async start(
    executable: string,
    settings: Properties,
    environment: NodeJS.ProcessEnv = {},
  ): Promise<KubernetesPlugin> {
    const engine = await EngineStub.start();
    const child = spawn(executable, [engine.address], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env["PATH"], HOME: "/nonexistent", ...environment },
    });
    const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const address = `127.0.0.1:${port}`;
    const options = { "grpc.max_receive_message_length": -1 };
    const client = new services.ResourceProviderClient(
      address,
      grpc.credentials.createInsecure(),
      options,
    );
    const plugin = new KubernetesPlugin(child, client, engine);
    const request = new messages.ConfigureRequest()
      .setArgs(toStruct(settings))
      .setAcceptsecrets(true)
      .setAcceptresources(true)
      .setSendsOldInputs(true)
      .setSendsOldInputsToDelete(true);
    for (const [name, value] of Object.entries(settings)) {
      request
        .getVariablesMap()
        .set(
          `kubernetes:config:${name}`,
          typeof value === "string" ? value : JSON.stringify(value),
        );
    }
    await call((callback) => client.configure(request, callback));
    return plugin;
  }

  /** Lines that the plugin asked the engine to print. */
  get lines(): readonly LogLine[] {
    return this.engine.lines;
  }

  async diffConfig(olds: Properties, news: Properties): Promise<PluginDiff> {
    const request = new messages.DiffRequest()
      .setUrn("urn:pulumi:dev::test::pulumi:providers:kubernetes::cluster")
      .setOlds(toStruct(olds))
      .setOldInputs(toStruct(olds))
      .setNews(toStruct(news));
    return diffOf(await call((callback) => this.client.diffConfig(request, callback)));
  }

  async check(
    type: string,
    name: string,
    news: Properties,
    olds: Properties = {},
  ): Promise<Properties> {
    const request = identified(new messages.CheckRequest(), type, name)
      .setOlds(toStruct(olds))
      .setNews(toStruct(news))
      .setRandomseed(randomBytes(32));
    const response = await call<messages.CheckResponse>((callback) =>
      this.client.check(request, callback),
    );
    const failures = response.getFailuresList().map((failure) => failure.getReason());
    if (failures.length > 0) throw new Error(failures.join("\n"));
    return fromStruct(response.getInputs());
  }

  /** Checks and diffs, as the engine does before an update. */
  async diff(
    resource: Resource,
    news: Properties,
    ignoreChanges: readonly string[] = [],
  ): Promise<PluginDiff> {
    const { type, name, id, inputs, outputs } = resource;
    const request = identified(new messages.DiffRequest(), type, name)
      .setId(id)
      .setOlds(toStruct(outputs))
      .setOldInputs(toStruct(inputs))
      .setNews(toStruct(await this.check(type, name, news, inputs)))
      .setIgnorechangesList([...ignoreChanges]);
    return diffOf(await call((callback) => this.client.diff(request, callback)));
  }

  /** Checks and creates. */
  async create(
    type: string,
    name: string,
    news: Properties,
    { preview = false, timeoutSeconds = 0 } = {},
  ): Promise<Resource> {
    const inputs = await this.check(type, name, news);
    const request = identified(new messages.CreateRequest(), type, name)
      .setProperties(toStruct(inputs))
      .setPreview(preview)
      .setTimeout(timeoutSeconds);
    const response = await call<messages.CreateResponse>((callback) =>
      this.client.create(request, callback),
    );
    const outputs = fromStruct(response.getProperties());
    return { type, name, id: response.getId(), inputs, outputs };
  }

  /** Checks and updates in place. */
  async update(
    resource: Resource,
    news: Properties,
    { preview = false, timeoutSeconds = 0, ignoreChanges = [] as readonly string[] } = {},
  ): Promise<Resource> {
    const { type, name, id, inputs, outputs } = resource;
    const checked = await this.check(type, name, news, inputs);
    const request = identified(new messages.UpdateRequest(), type, name)
      .setId(id)
      .setOlds(toStruct(outputs))
      .setOldInputs(toStruct(inputs))
      .setNews(toStruct(checked))
      .setPreview(preview)
      .setTimeout(timeoutSeconds)
      .setIgnorechangesList([...ignoreChanges]);
    const response = await call<messages.UpdateResponse>((callback) =>
      this.client.update(request, callback),
    );
    return { type, name, id, inputs: checked, outputs: fromStruct(response.getProperties()) };
  }

  /** Refreshes; `undefined` when the object is gone. */
  async read(resource: Resource): Promise<Resource | undefined> {
    const { type, name, id, inputs, outputs } = resource;
    const request = identified(new messages.ReadRequest(), type, name)
      .setId(id)
      .setInputs(toStruct(inputs))
      .setProperties(toStruct(outputs));
    const response = await call<messages.ReadResponse>((callback) =>
      this.client.read(request, callback),
    );
    if (response.getId() === "") return undefined;
    return {
      type,
      name,
      id: response.getId(),
      inputs: fromStruct(response.getInputs()),
      outputs: fromStruct(response.getProperties()),
    };
  }

  async delete(resource: Resource, timeoutSeconds = 0): Promise<void> {
    const { type, name, id, inputs, outputs } = resource;
    const request = identified(new messages.DeleteRequest(), type, name)
      .setId(id)
      .setOldInputs(toStruct(inputs))
      .setProperties(toStruct(outputs))
      .setTimeout(timeoutSeconds);
    await call<Empty>((callback) => this.client.delete(request, callback));
  }

  async stop(): Promise<void> {
    this.client.close();
    this.engine.stop();
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await exited;
  }
}

interface Identified {
  setUrn(value: string): this;
  setType(value: string): this;
  setName(value: string): this;
}

function identified<Request extends Identified>(
  request: Request,
  type: string,
  name: string,
): Request {
  return request.setUrn(`urn:pulumi:dev::test::${type}::${name}`).setType(type).setName(name);
}

function diffOf(response: messages.DiffResponse): PluginDiff {
  return {
    changed: response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
    replaces: response.getReplacesList().sort(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
    paths: [...response.getDetaileddiffMap().getEntryList()].map(([path]) => path).sort(),
  };
}
