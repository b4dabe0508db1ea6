import { createHash } from "node:crypto";

import type { Platform } from "../../../local/up";

/** What the program said of one resource, as the engine remembers it. */
export interface Recorded {
  readonly urn: string;
  readonly type: string;
  /** A secret is represented by a digest. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Every resource in the state, sorted. */
export async function recorded({ engine }: Platform): Promise<Recorded[]> {
  // Without the secrets the export holds ciphers, which every run draws anew.
  const exported = await engine.expect(["stack", "export", "--show-secrets"]);
  const state = JSON.parse(exported, (key, value: unknown) =>
    key === "plaintext" ? createHash("sha256").update(String(value)).digest("hex") : value,
  ) as { deployment: { resources: { urn: string; type: string; inputs?: Recorded["inputs"] }[] } };
  return state.deployment.resources
    .map(({ urn, type, inputs = {} }) => ({ urn, type, inputs }))
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

/** The same, but for where a Kubernetes provider finds its cluster. */
export function withoutKubeconfig(resource: Recorded): Recorded {
  if (resource.type !== "pulumi:providers:kubernetes") return resource;
  return { ...resource, inputs: { ...resource.inputs, kubeconfig: undefined } };
}
