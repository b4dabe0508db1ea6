import type { CheckResult, Diff, Provider, ResourceRequest } from "../rpc/provider";
import { isProperties, reveal, type Properties } from "../rpc/values";
import { replacesUnready } from "./annotations";
import { isReadyNow } from "./await/await";
import { checked } from "./check";
import type { Cluster, ObjectReference } from "./cluster";
import { configurationDiff, configurationOf } from "./configuration";
import { connect, type Connection } from "./connection";
import { create, previewCreate } from "./create";
import { remove } from "./delete";
import { objectDiff } from "./diff";
import { decodeYaml } from "./functions";
import { contextNamespace } from "./kubeconfig";
import { fieldManager } from "./naming";
import { fromId, namespaceOf, textAt, withoutNulls, withValue } from "./objects";
import { inputsOf, messageOf, type Inputs, type Operation } from "./operation";
import { read } from "./read";
import { replacingFields } from "./replacing-fields";
import { previewUpdate, update } from "./update";

type Verb = Exclude<keyof Provider, "name" | "version">;
type Argument<Name extends Verb> = Parameters<Required<Provider>[Name]>[0];

const howToForget =
  'you can remove this resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"';

/** The Kubernetes resource plugin: what the official one does, for stacks on machines that cannot get it. */
export class KubernetesProvider implements Provider {
  readonly name = "kubernetes";
  readonly version = "4.32.0";

  #configuration = configurationOf({});
  #connection: Promise<Connection> | undefined;

  checkConfig({ news }: Argument<"checkConfig">): Promise<CheckResult> {
    return Promise.resolve({ inputs: news });
  }

  diffConfig({ olds, oldInputs, news }: Argument<"diffConfig">): Promise<Diff> {
    const known = Object.keys(oldInputs).length > 0 ? oldInputs : olds;
    return Promise.resolve(configurationDiff(known, news));
  }

  configure(args: Properties): Promise<void> {
    const configuration = configurationOf(args);
    const namespace = configuration.namespace ?? contextNamespace(configuration);
    this.#configuration = { ...configuration, namespace };
    // Not awaited: the answer is there when the first operation asks for it.
    this.#connection = connect(this.#configuration);
    return Promise.resolve();
  }

  invoke(token: string, args: Properties): Promise<Properties> {
    if (token === "kubernetes:yaml:decode") return Promise.resolve(decodeYaml(args));
    return Promise.reject(
      new Error(`${token}: not supported by the offline kubernetes plugin; use the official one`),
    );
  }

  async check(request: Argument<"check">): Promise<CheckResult> {
    if (this.#configuration.skipUpdateUnreachable) {
      const { unreachable } = await this.#connected();
      if (unreachable !== undefined && Object.keys(request.olds).length > 0) {
        request.log(
          "warning",
          "Cluster is unreachable but skipUpdateUnreachable flag is set to true, skipping...",
        );
        return { inputs: request.olds };
      }
    }
    return checked(request, this.#configuration);
  }

  async diff(request: Argument<"diff">): Promise<Diff> {
    const recorded = request.olds["__inputs"];
    const oldInputs =
      Object.keys(request.oldInputs).length > 0 || !isProperties(recorded)
        ? request.oldInputs
        : recorded;
    const olds = withoutNulls(reveal(oldInputs)) as Properties;
    const inputs = inputsOf(request, request.news);
    const replacing = replacingFields(inputs.object, inputs.kind.patch, this.#configuration);
    const diff = objectDiff(
      sameDefaultNamespace(olds, inputs.object),
      sameDefaultNamespace(inputs.object, olds),
      replacing,
      request.ignoreChanges,
    );
    if (!replacesUnready(inputs.object) || inputs.kind.kind !== "Job") return diff;
    return this.#withUnreadyReplaced(diff, request);
  }

  async create(request: Argument<"create">): Promise<{ id: string; outputs: Properties }> {
    const inputs = inputsOf(request, request.inputs);
    const { cluster, unreachable } = await this.#connected();
    if (cluster === undefined) {
      if (request.preview) return { id: "", outputs: request.inputs };
      throw new Error(`configured Kubernetes cluster is unreachable: ${unreachable}`);
    }
    const operation = this.#operation(cluster, request);
    if (request.preview) return { id: "", outputs: await previewCreate(operation, inputs) };
    return create(operation, inputs, request.timeoutSeconds);
  }

  async update(request: Argument<"update">): Promise<Properties> {
    const { cluster, unreachable } = await this.#connected();
    if (cluster === undefined) {
      if (request.preview) return request.news;
      throw new Error(`configured Kubernetes cluster is unreachable: ${unreachable}`);
    }
    const operation = this.#operation(cluster, request);
    const change = { ...request, inputs: inputsOf(request, request.news) };
    return request.preview ? previewUpdate(operation, change) : update(operation, change);
  }

  async read(
    request: Argument<"read">,
  ): Promise<{ id: string; inputs: Properties; outputs: Properties } | undefined> {
    const { cluster, unreachable } = await this.#connected();
    if (cluster === undefined) {
      request.log("warning", `configured Kubernetes cluster is unreachable: ${unreachable}`);
      if (this.#configuration.deleteUnreachable) return undefined;
      if (this.#configuration.skipUpdateUnreachable) {
        return { id: request.id, inputs: request.inputs, outputs: request.state };
      }
      throw new Error(
        `failed to read resource state due to unreachable cluster. If the cluster was deleted, ${howToForget}`,
      );
    }
    const inputs = inputsOf(request, request.inputs);
    const reference = referenceOf(request.id, inputs);
    return read(this.#operation(cluster, request), reference, inputs, request.state, request.id);
  }

  async delete(request: Argument<"delete">): Promise<void> {
    const { cluster, unreachable } = await this.#connected();
    if (cluster === undefined) {
      request.log("warning", `configured Kubernetes cluster is unreachable: ${unreachable}`);
      if (this.#configuration.deleteUnreachable) return;
      throw new Error(
        `configured Kubernetes cluster is unreachable. If the cluster was deleted, ${howToForget}`,
      );
    }
    const recorded = reveal(request.olds["__inputs"] ?? {});
    const known = Object.keys(request.oldInputs).length > 0 ? request.oldInputs : recorded;
    const inputs = inputsOf(request, isProperties(known) ? known : {});
    const reference = referenceOf(request.id, inputs);
    const manager = fieldManager(inputs.object, reveal(request.olds) as Properties);
    const operation = this.#operation(cluster, request);
    try {
      await remove(operation, inputs, reference, manager, request.timeoutSeconds);
    } catch (error) {
      throw new Error(messageOf(error, request.olds), { cause: error });
    }
  }

  #operation(cluster: Cluster, request: ResourceRequest): Operation {
    return { cluster, configuration: this.#configuration, request };
  }

  #connected(): Promise<Connection> {
    this.#connection ??= connect(this.#configuration);
    return this.#connection;
  }

  async #withUnreadyReplaced(diff: Diff, request: Argument<"diff">): Promise<Diff> {
    const { cluster } = await this.#connected();
    if (cluster === undefined) {
      request.log("warning", "Cluster is unreachable, skipping replaceUnready check");
      return diff;
    }
    const live = await cluster.find(referenceOf(request.id, inputsOf(request, request.news)));
    if (live === undefined || (await isReadyNow(live, cluster))) return diff;
    const path = 'metadata.annotations["pulumi.com/replaceUnready"]';
    return {
      changed: true,
      replaces: [...(diff.replaces ?? []), path],
      deleteBeforeReplace:
        textAt(live, "metadata", "annotations", "pulumi.com/autonamed") !== "true",
      detailed: { ...diff.detailed, [path]: "update-replace" },
    };
  }
}

function referenceOf(id: string, { kind, object }: Inputs): ObjectReference {
  const { namespace = namespaceOf(object), name } = fromId(id);
  return { apiVersion: kind.apiVersion, kind: kind.kind, name, namespace };
}

/** `default` spelled out where the other side spells it out, so that it does not count as a change. */
function sameDefaultNamespace(object: Properties, other: Properties): Properties {
  const implicit = namespaceOf(object) === undefined && namespaceOf(other) === "default";
  return implicit && isProperties(object["metadata"])
    ? withValue(object, ["metadata", "namespace"], "default")
    : object;
}
