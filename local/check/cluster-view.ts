import { kubectl } from "../cluster";
import type { Instance } from "../instance";

interface Named {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    /** Present while the object is being deleted. */
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

export interface Claim extends Named {
  readonly spec: { readonly volumeName?: string };
  readonly status?: { readonly phase?: string };
}

/** One condition of a node selector term. */
export interface LabelDemand {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface Volume extends Named {
  readonly spec: {
    readonly capacity: { readonly storage: string };
    readonly nodeAffinity?: {
      readonly required?: {
        readonly nodeSelectorTerms: readonly {
          readonly matchExpressions?: readonly LabelDemand[];
        }[];
      };
    };
    readonly iscsi?: {
      readonly targetPortal: string;
      readonly iqn: string;
      readonly lun: number;
      readonly secretRef?: { readonly name: string; readonly namespace: string };
    };
  };
}

export interface Pod extends Named {
  readonly spec: {
    readonly nodeName?: string;
    readonly volumes?: readonly {
      readonly persistentVolumeClaim?: { readonly claimName: string };
    }[];
  };
  readonly status?: { readonly phase?: string };
}

export interface Node extends Named {
  readonly status: { readonly allocatable: { readonly memory: string } };
}

interface Secret extends Named {
  readonly data: Readonly<Record<string, string>>;
}

/** What the check reads of a cluster. */
export interface ClusterView {
  claims(namespace: string): Promise<Claim[]>;
  pods(namespace: string): Promise<Pod[]>;
  nodes(): Promise<Node[]>;
  volume(name: string): Promise<Volume>;
  /** Decoded values of a Secret. */
  secret(name: string, namespace: string): Promise<Record<string, string>>;
}

/** Reads objects of a cluster with kubectl. */
export class KubectlView implements ClusterView {
  constructor(
    private readonly instance: Instance,
    private readonly executable: string,
  ) {}

  claims(namespace: string): Promise<Claim[]> {
    return this.list<Claim>("persistentvolumeclaims", namespace);
  }

  pods(namespace: string): Promise<Pod[]> {
    return this.list<Pod>("pods", namespace);
  }

  nodes(): Promise<Node[]> {
    return this.list<Node>("nodes");
  }

  volume(name: string): Promise<Volume> {
    return this.get<Volume>(["persistentvolume", name]);
  }

  async secret(name: string, namespace: string): Promise<Record<string, string>> {
    const { data } = await this.get<Secret>(["secret", name, "--namespace", namespace]);
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
    );
  }

  private async list<T>(kind: string, namespace?: string): Promise<T[]> {
    const scope = namespace === undefined ? [] : ["--namespace", namespace];
    return (await this.get<{ items: T[] }>([kind, ...scope])).items;
  }

  private async get<T>(what: readonly string[]): Promise<T> {
    const tools = { kubectl: this.executable };
    return JSON.parse(
      await kubectl(this.instance, tools, ["get", ...what, "--output", "json"]),
    ) as T;
  }
}
