import { Cluster } from "./cluster";
import type { Configuration } from "./configuration";
import { loadAccess, type Access } from "./kubeconfig";

/** A cluster that answers, or why there is none. A preview goes on without, everything else does not. */
export type Connection =
  | { readonly cluster: Cluster; readonly unreachable?: undefined }
  | { readonly cluster?: undefined; readonly unreachable: string };

/** Reads the kubeconfig and asks the API server whether it answers; never rejects. */
export async function connect(configuration: Configuration): Promise<Connection> {
  let access: Access;
  try {
    access = loadAccess(configuration);
  } catch (error) {
    return {
      unreachable: `failed to parse kubeconfig data in \`kubernetes:config:kubeconfig\`- ${textOf(error)}`,
    };
  }
  try {
    const cluster = new Cluster(access, configuration.requestTimeoutMs);
    await cluster.ping();
    return { cluster };
  } catch (error) {
    return {
      unreachable: `unable to load schema information from the API server: ${textOf(error)}`,
    };
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
