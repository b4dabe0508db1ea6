import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";

import { EngineLog } from "./engine-log";
import { toCheckResponse, toDiffResponse, toServiceError } from "./messages";
import { exitWithParent } from "./parent";
import type { Provider, ResourceRequest } from "./provider";
import { fromStruct, toStruct } from "./values";

interface ResourceMessage {
  getUrn(): string;
  getType(): string;
  getName(): string;
}

/**
 * Serves a provider the way the engine expects of an executable `pulumi-resource-<name>`: the engine's own
 * address is the first argument, the port chosen is the first line of standard output.
 */
export async function serve(provider: Provider): Promise<void> {
  exitWithParent();
  const log = new EngineLog(process.argv[2]);
  const cancellation = new AbortController();
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(services.ResourceProviderService, handlers(provider, log, cancellation));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  process.stdout.write(`${port}\n`);
}

function handlers(
  provider: Provider,
  log: EngineLog,
  cancellation: AbortController,
): grpc.UntypedServiceImplementation {
  const about = (message: ResourceMessage): ResourceRequest => ({
    urn: message.getUrn(),
    // Engines before the type and name fields send only the URN; both are its last parts.
    type: message.getType() || (message.getUrn().split("::")[2]?.split("$").pop() ?? ""),
    name: message.getName() || message.getUrn().split("::").slice(3).join("::"),
    log: (severity, text) => {
      log.write(severity, text, message.getUrn());
    },
    cancelled: cancellation.signal,
  });

  const unary = unaryAfter(() => log.flushed());
  return {
    getPluginInfo: unary(() =>
      Promise.resolve(new plugin.PluginInfo().setVersion(provider.version)),
    ),
    getSchema: unary(() => Promise.resolve(new messages.GetSchemaResponse().setSchema("{}"))),
    checkConfig: unary(async (request: messages.CheckRequest) => {
      const news = fromStruct(request.getNews());
      const olds = fromStruct(request.getOlds());
      const result = await provider.checkConfig?.({ urn: request.getUrn(), olds, news });
      return toCheckResponse(result ?? { inputs: news });
    }),
    diffConfig: unary(async (request: messages.DiffRequest) =>
      toDiffResponse(
        (await provider.diffConfig?.({
          urn: request.getUrn(),
          olds: fromStruct(request.getOlds()),
          oldInputs: fromStruct(request.getOldInputs()),
          news: fromStruct(request.getNews()),
        })) ?? { changed: false },
      ),
    ),
    configure: unary(async (request: messages.ConfigureRequest) => {
      await provider.configure?.(fromStruct(request.getArgs()));
      return new messages.ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setAcceptresources(false)
        .setAcceptoutputs(false);
    }),
    invoke: unary(async (request: messages.InvokeRequest) => {
      if (provider.invoke === undefined) throw new Error(`unknown function ${request.getTok()}`);
      const result = await provider.invoke(request.getTok(), fromStruct(request.getArgs()), {
        log: (severity, text) => {
          log.write(severity, text, "");
        },
        cancelled: cancellation.signal,
      });
      return new messages.InvokeResponse().setReturn(toStruct(result));
    }),
    check: unary(async (request: messages.CheckRequest) =>
      toCheckResponse(
        await provider.check({
          ...about(request),
          olds: fromStruct(request.getOlds()),
          news: fromStruct(request.getNews()),
          randomSeed: Buffer.from(request.getRandomseed_asU8()),
        }),
      ),
    ),
    diff: unary(async (request: messages.DiffRequest) =>
      toDiffResponse(
        await provider.diff({
          ...about(request),
          id: request.getId(),
          olds: fromStruct(request.getOlds()),
          oldInputs: fromStruct(request.getOldInputs()),
          news: fromStruct(request.getNews()),
          ignoreChanges: request.getIgnorechangesList(),
        }),
      ),
    ),
    create: unary(async (request: messages.CreateRequest) => {
      const { id, outputs } = await provider.create({
        ...about(request),
        inputs: fromStruct(request.getProperties()),
        preview: request.getPreview(),
        timeoutSeconds: request.getTimeout(),
      });
      return new messages.CreateResponse().setId(id).setProperties(toStruct(outputs));
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const found = await provider.read({
        ...about(request),
        id: request.getId(),
        inputs: fromStruct(request.getInputs()),
        state: fromStruct(request.getProperties()),
      });
      // An empty id is how a plugin says that the object is gone.
      if (found === undefined) return new messages.ReadResponse();
      return new messages.ReadResponse()
        .setId(found.id)
        .setInputs(toStruct(found.inputs))
        .setProperties(toStruct(found.outputs));
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const outputs = await provider.update({
        ...about(request),
        id: request.getId(),
        olds: fromStruct(request.getOlds()),
        oldInputs: fromStruct(request.getOldInputs()),
        news: fromStruct(request.getNews()),
        preview: request.getPreview(),
        timeoutSeconds: request.getTimeout(),
        ignoreChanges: request.getIgnorechangesList(),
      });
      return new messages.UpdateResponse().setProperties(toStruct(outputs));
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      await provider.delete({
        ...about(request),
        id: request.getId(),
        olds: fromStruct(request.getProperties()),
        oldInputs: fromStruct(request.getOldInputs()),
        timeoutSeconds: request.getTimeout(),
      });
      return new Empty();
    }),
    cancel: unary(() => {
      cancellation.abort();
      return Promise.resolve(new Empty());
    }),
  };
}

/** A handler that answers once `settled` is done too. */
function unaryAfter(settled: () => Promise<void>) {
  return <Request, Response>(
      handle: (request: Request) => Promise<Response>,
    ): grpc.handleUnaryCall<Request, Response> =>
    (call, callback) => {
      handle(call.request)
        .finally(settled)
        .then(
          (response) => {
            callback(null, response);
          },
          (error: unknown) => {
            callback(toServiceError(error));
          },
        );
    };
}
