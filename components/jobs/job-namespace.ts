import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { expected, readable, refuse } from "../internal/arguments";
import { parseName } from "../internal/kubernetes-name";
import { labels } from "../internal/labels";
import { parseRegistryServer, parseRegistryUser } from "../internal/registry";
import { StackNamespace } from "../internal/stack-namespace";
import { typeToken } from "../internal/type-token";
import { dockerConfig, pullSecrets, type RegistryLogin } from "./pull-secret";

/** Arguments of {@link JobNamespace}. */
export interface JobNamespaceArgs {
  /** Name of the namespace the builds run in. */
  readonly namespace: string;
  /** Registries every pod of the namespace may pull from, by a name of one's choice. */
  readonly registries: Readonly<Record<string, RegistryLogin>>;
  /** Passwords of the registries, by the same names. */
  readonly registryPasswords: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Pod Security Standard the API server enforces.
   *
   * @default "baseline"
   */
  readonly podSecurity?: "baseline" | "restricted";
}

/**
 * The namespace builds run in: pipelines need no pull secrets of their own and get no API token.
 *
 * Without registries there is no pull secret. What it may take and reach is the part of `JobBoundaries`.
 */
export class JobNamespace extends pulumi.ComponentResource {
  /** Name of the namespace. */
  readonly namespace: pulumi.Output<string>;
  /** ServiceAccount of agents and of the stack's own jobs: it pulls, and may do nothing else. */
  readonly agentServiceAccount: pulumi.Output<string>;

  constructor(name: string, args: JobNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("JobNamespace"), name, {}, opts);

    const { namespace } = new StackNamespace(
      name,
      // Not "restricted" by itself: pipelines bring their own pods, and many images expect root (B-27).
      {
        namespace: args.namespace,
        component: "jobs",
        podSecurity: args.podSecurity ?? "baseline",
      },
      { parent: this },
    );

    const imagePullSecrets = pullSecrets(args.registries).map((secret) => ({
      name: this.pullSecret(name, secret, namespace, args),
    }));
    const pulls = imagePullSecrets.length > 0;

    // The namespace's own account serves pods that pipelines define. It is patched, not created: the cluster makes
    // it, at any moment, and a plain ServiceAccount of that name would race with it.
    new k8s.core.v1.ServiceAccountPatch(
      `${name}-default`,
      {
        metadata: { name: "default", namespace },
        automountServiceAccountToken: false,
        ...(pulls ? { imagePullSecrets } : {}),
      },
      { parent: this },
    );

    const agent = new k8s.core.v1.ServiceAccount(
      `${name}-agent`,
      {
        metadata: { name: "jenkins-agent", namespace, labels: labels("agent") },
        automountServiceAccountToken: false,
        ...(pulls ? { imagePullSecrets } : {}),
      },
      { parent: this },
    );

    this.namespace = namespace;
    this.agentServiceAccount = agent.metadata.name;
    this.registerOutputs({
      namespace: this.namespace,
      agentServiceAccount: this.agentServiceAccount,
    });
  }

  private pullSecret(
    name: string,
    secretName: string,
    namespace: pulumi.Output<string>,
    { registries, registryPasswords }: JobNamespaceArgs,
  ): pulumi.Output<string> {
    const document = pulumi
      .all(registryPasswords)
      .apply((passwords) => dockerConfig(registries, passwords));
    const secret = new k8s.core.v1.Secret(
      `${name}-registries`,
      {
        metadata: { name: secretName, namespace, labels: labels("jobs") },
        type: "kubernetes.io/dockerconfigjson",
        stringData: { ".dockerconfigjson": pulumi.secret(document) },
      },
      { parent: this },
    );
    return secret.metadata.name;
  }
}

function check(name: string, args: JobNamespaceArgs): void {
  refuse("JobNamespace", name, [
    readable("namespace", parseName, args.namespace),
    ...Object.entries(args.registries).flatMap(([registry, { server, username }]) => [
      readable(`registries.${registry}.server`, parseRegistryServer, server),
      readable(`registries.${registry}.username`, parseRegistryUser, username),
      expected(
        registry in args.registryPasswords,
        `registryPasswords.${registry}`,
        "a password",
        undefined,
      ),
    ]),
  ]);
}
