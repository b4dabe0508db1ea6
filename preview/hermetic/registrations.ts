import type * as pulumi from "@pulumi/pulumi";

/** What a program said of one resource when it made it, with what it inherits from its parents. */
export interface Registration {
  readonly urn: string;
  readonly aliases: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

interface Known extends Registration {
  /** Types of its parents and itself, as URNs have them. */
  readonly typeChain: string;
  /** Chains it had under other names of its parents. */
  readonly formerChains: readonly string[];
}

const stackType = "pulumi:pulumi:Stack";

/**
 * Keeps what mocks are not told: options and parents. A program makes a parent before its children.
 *
 * Only resources of different type or name can be told apart, which the program's own tests demand anyway.
 */
export class Registrations {
  private readonly byResource = new Map<pulumi.Resource, Known>();
  private readonly byKey = new Map<string, Known>();
  private readonly twice: string[] = [];

  constructor(private readonly stack: string) {}

  /** To be called for every resource, before it is registered. */
  readonly record: pulumi.ResourceTransformation = ({ resource, type, name, opts }) => {
    if (type === stackType) return undefined;
    const parent = opts.parent === undefined ? undefined : this.byResource.get(opts.parent);
    const typeChain = chained(parent?.typeChain, type);
    const known: Known = {
      urn: this.urn(typeChain, name),
      typeChain,
      ...this.formerNames(type, name, opts, parent),
      ignoreChanges: opts.ignoreChanges ?? [],
      protect: opts.protect ?? parent?.protect ?? false,
      retainOnDelete: opts.retainOnDelete ?? parent?.retainOnDelete ?? false,
    };
    const key = `${type} ${name}`;
    if (this.byKey.has(key)) this.twice.push(key);
    this.byResource.set(resource, known);
    this.byKey.set(key, known);
    return undefined;
  };

  /** What was recorded of a resource. */
  of(type: string, name: string): Registration | undefined {
    return this.byKey.get(`${type} ${name}`);
  }

  /** Resources that cannot be told apart. */
  get duplicates(): readonly string[] {
    return this.twice;
  }

  private formerNames(
    type: string,
    name: string,
    { aliases }: pulumi.ResourceOptions,
    parent: Known | undefined,
  ): Pick<Known, "aliases" | "formerChains"> {
    const own = Array.isArray(aliases) ? (aliases as readonly unknown[]) : [];
    const urns = own.filter((alias) => typeof alias === "string");
    const described = own.filter((alias) => typeof alias === "object" && alias !== null);
    const chains = [parent?.typeChain, ...(parent?.formerChains ?? [])];
    const former = described.flatMap((alias) => {
      const { type: formerType = type, name: formerName = name } = alias as pulumi.Alias;
      const before = "parent" in alias ? [this.chainOf(alias.parent)] : chains;
      return before.map((chain) => ({ chain: chained(chain, text(formerType)), name: formerName }));
    });
    const inherited = (parent?.formerChains ?? []).map((chain) => ({
      chain: chained(chain, type),
      name,
    }));
    const all = [...former, ...inherited];
    return {
      aliases: [...urns, ...all.map((it) => this.urn(it.chain, text(it.name)))],
      formerChains: all.map(({ chain }) => chain),
    };
  }

  private chainOf(parent: unknown): string | undefined {
    return this.byResource.get(parent as pulumi.Resource)?.typeChain;
  }

  private urn(typeChain: string, name: string): string {
    return `urn:pulumi:${this.stack}::jenkins-stack::${typeChain}::${name}`;
  }
}

function chained(parent: string | undefined, type: string): string {
  return parent === undefined ? type : `${parent}$${type}`;
}

/** An alias is made of plain texts wherever it is known at preview. */
function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
