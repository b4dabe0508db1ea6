import * as pulumi from "@pulumi/pulumi";

import type { Kind, Kinds } from "./kinds";
import { mockState } from "./mock-state";

/** What one resource of a finished run looked like, as its provider would have received it. */
export interface DeployedResource<Inputs = object> {
  /** Type token, e.g. `kubernetes:core/v1:Namespace`. */
  readonly type: string;
  readonly name: string;
  /** Logical name of the parent component, or `undefined` directly under the stack. */
  readonly parent: string | undefined;
  /** Whether a provider makes it, as opposed to a component. */
  readonly custom: boolean;
  /** Whether it was only looked up (`X.get`). */
  readonly read: boolean;
  /** Options as the program set them; inherited ones are not repeated here. */
  readonly opts: pulumi.CustomResourceOptions;
  /** Inputs after secrets and outputs were resolved; secret values are wrapped. */
  readonly inputs: Inputs;
  /** Arguments as the program passed them: what an input waits for shows in its outputs. */
  readonly args: object;
  /** Reference of the provider (`urn::id`), empty for components and the default provider. */
  readonly provider: string;
}

/** Everything one run of a program registered. */
export class Deployment {
  constructor(
    readonly resources: readonly DeployedResource[],
    readonly outputs: Readonly<Record<string, unknown>>,
  ) {}

  /** All resources of a kind, sorted by name. */
  all<K extends Kind>(kind: K): DeployedResource<Kinds[K]>[] {
    return this.resources
      .filter(({ type }) => type.endsWith(`:${kind}`))
      .sort((one, other) => one.name.localeCompare(other.name)) as DeployedResource<Kinds[K]>[];
  }

  /** The single resource of that kind (and name); anything else is a failed assertion. */
  only<K extends Kind>(kind: K, name?: string): DeployedResource<Kinds[K]> {
    const found = this.all(kind).filter((resource) => name === undefined || resource.name === name);
    const [resource] = found;
    if (found.length !== 1 || resource === undefined)
      throw new Error(
        `expected one ${kind} ${name ?? ""}, found ${found.length} in\n${this.inventory().join("\n")}`,
      );
    return resource;
  }

  /** One line a resource, `parent/kind/name`, in a stable order: the identity of the program. */
  inventory(): string[] {
    return this.resources
      .map(({ parent, type, name }) => `${parent ?? ""}/${type.replace(/^.*:/, "")}/${name}`)
      .sort();
  }
}

/** How a run differs from a plain `pulumi up` with no configuration. */
export interface DeployOptions {
  /** Runs as `pulumi preview`: what a provider computes stays unknown. */
  readonly preview?: boolean;
  /**
   * What the stack's state says of resources before this run, by URN.
   *
   * @default - a stack that nobody has deployed yet
   */
  readonly recorded?: Readonly<Record<string, { readonly outputs: object }>>;
  /** Configuration by full key, e.g. `jenkins-stack:nas`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Full keys of the configuration that is encrypted. */
  readonly secretKeys?: readonly string[];
}

/**
 * Runs a program against Pulumi's mocks and waits until every registration has arrived.
 *
 * Proves what the program asks for, never that an API server, a NAS or Jenkins accepts it.
 *
 * @throws what the program throws, and an error for two resources of one type and name, which mocks let pass
 */
export async function deploy(
  program: () => unknown,
  { preview = false, recorded = {}, config = {}, secretKeys = [] }: DeployOptions = {},
): Promise<Deployment> {
  const registered = new Map<string, Pick<DeployedResource, "parent" | "opts" | "args">>();
  const names = new Map<pulumi.Resource, string>();
  const resources: DeployedResource[] = [];
  const duplicates: string[] = [];

  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        const seen = registered.get(`${args.type} ${args.name}`);
        if (seen !== undefined) {
          resources.push({
            type: args.type,
            name: args.name,
            parent: seen.parent,
            custom: args.custom !== false,
            read: args.id !== undefined && args.id !== "",
            opts: seen.opts,
            inputs: args.inputs as object,
            args: seen.args,
            provider: args.provider ?? "",
          });
        }
        return mockState(args, preview);
      },
      call: ({ token }) => {
        // The engine's own.
        if (token === "pulumi:pulumi:readStackResourceOutputs") return { outputs: recorded };
        throw new Error(`unplanned provider call ${token}: a preview has to work offline`);
      },
    },
    "jenkins-stack",
    "test",
    preview,
    "organization",
  );
  // Configuration survives a second setMocks, so it is set on every run.
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);

  const outputs: unknown = await pulumi.runtime
    .runInPulumiStack(async () => {
      pulumi.runtime.registerStackTransformation(({ resource, type, name, props, opts }) => {
        const key = `${type} ${name}`;
        if (registered.has(key)) duplicates.push(key);
        names.set(resource, name);
        const parent = opts.parent && names.get(opts.parent);
        registered.set(key, { parent, opts, args: props });
        return undefined;
      });
      return await Promise.resolve(program());
    })
    .finally(() => pulumi.runtime.disconnect());

  if (duplicates.length > 0) throw new Error(`registered twice: ${duplicates.join(", ")}`);
  return new Deployment(resources, (outputs ?? {}) as Record<string, unknown>);
}

/** {@link deploy} for one component, whose outputs are nobody's stack outputs. */
export function construct(
  make: () => pulumi.Resource,
  options: DeployOptions = {},
): Promise<Deployment> {
  return deploy(() => {
    make();
  }, options);
}
