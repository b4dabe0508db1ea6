import type * as pulumi from "@pulumi/pulumi";

import { StackNamespace } from "../components/internal/stack-namespace";
import type { Settings } from "../stacks";

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
  const space = (component: string, namespace: string) =>
    new StackNamespace(`${component}-namespace`, { namespace, component }, opts).namespace;
  return {
    controller: space("controller", jenkins.namespace),
    storage: space("storage", storage.secretNamespace),
  };
}
