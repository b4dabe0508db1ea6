import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { readable, refuse } from "./arguments";
import { parseName } from "./kubernetes-name";
import { labels } from "./labels";
import { typeToken } from "./type-token";

/** Arguments of {@link StackNamespace}. */
export interface StackNamespaceArgs {
  /** Name of the namespace. Changing it makes a new one beside the old, which `protect` keeps. */
  readonly namespace: string;
  /** Role of the namespace within the stack, for its labels. */
  readonly component: string;
  /**
   * Pod Security Standard the API server enforces. What the stricter one would refuse is told and recorded.
   *
   * @default "restricted"
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
   */
  readonly podSecurity?: "baseline" | "restricted";
}

/**
 * A namespace of the stack, protected: deleting one deletes every claim in it.
 */
export class StackNamespace extends pulumi.ComponentResource {
  /** Name of the namespace, known in every preview. */
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, args: StackNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse("StackNamespace", name, [readable("namespace", parseName, args.namespace)]);
    super(typeToken("StackNamespace"), name, {}, opts);

    const namespace = new k8s.core.v1.Namespace(
      name,
      {
        metadata: {
          name: args.namespace,
          labels: {
            ...labels(args.component),
            ...podSecurityLabels(args.podSecurity ?? "restricted"),
          },
        },
      },
      { parent: this, protect: true },
    );

    this.namespace = namespace.metadata.name;
    this.registerOutputs({ namespace: this.namespace });
  }
}

/** Warnings go to whoever makes a pod, records to the audit log of the API server. */
function podSecurityLabels(level: "baseline" | "restricted"): Record<string, string> {
  const prefix = "pod-security.kubernetes.io";
  return {
    [`${prefix}/enforce`]: level,
    ...(level === "restricted"
      ? {}
      : { [`${prefix}/audit`]: "restricted", [`${prefix}/warn`]: "restricted" }),
  };
}
