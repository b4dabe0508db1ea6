import type * as pulumi from "@pulumi/pulumi";

import { StackNamespace, type StackNamespaceArgs } from "../components/internal/stack-namespace";
import type { Settings } from "../stacks";

type PodSecurity = NonNullable<StackNamespaceArgs["podSecurity"]>;

/** Namespaces that are not the builds'. */
export interface StackNamespaces {
  /** The controller's. It may read every Secret in it. */
  readonly controller: pulumi.Output<string>;
  /** One for Secrets that the controller must not read. */
  readonly storage: pulumi.Output<string>;
}

/** Makes the namespaces of the controller and of the storage Secrets. */
export function stackNamespaces(
  { jenkins, storage }: Settings,
  opts: pulumi.ComponentResourceOptions,
): StackNamespaces {
  const space = (component: string, namespace: string, podSecurity: PodSecurity = "restricted") =>
    new StackNamespace(`${component}-namespace`, { namespace, component, podSecurity }, opts)
      .namespace;
  // What copies a home sets the owners of files, which takes the superuser: only as long as there is something to copy.
  const copying = storage.migration !== undefined;
  return {
    controller: space("controller", jenkins.namespace, copying ? "baseline" : "restricted"),
    storage: space("storage", storage.secretNamespace),
  };
}
