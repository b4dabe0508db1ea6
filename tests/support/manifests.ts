import type { DeployedResource, Deployment } from "./deploy";
import { unwrapped } from "./secrets";

/** One Kubernetes object as the program states it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/**
 * Every Kubernetes object of a run as a complete manifest, secrets included, for a strict server-side dry run
 * (`dryRun=All&fieldValidation=Strict`). Patches and looked-up objects are left out: they are no whole objects.
 */
export function manifests(deployment: Deployment): Manifest[] {
  return deployment.resources.filter(isObject).map(({ type, name, inputs }) => {
    const [, groupVersion = "", kind = ""] = /^kubernetes:(.+):(\w+)$/.exec(type) ?? [];
    const fields = unwrapped(inputs) as { metadata?: Record<string, unknown> };
    return {
      ...fields,
      apiVersion: apiVersionOf(groupVersion),
      kind,
      metadata: { name: `${name}-0a1b2c3d`, ...fields.metadata },
    };
  });
}

/** Whether the program creates this as a Kubernetes object of its own. */
export function isObject({ type, read }: DeployedResource): boolean {
  return type.startsWith("kubernetes:") && !type.endsWith("Patch") && !read;
}

function apiVersionOf(groupVersion: string): string {
  return groupVersion.startsWith("core/") ? groupVersion.slice("core/".length) : groupVersion;
}
