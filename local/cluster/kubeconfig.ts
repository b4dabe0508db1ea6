import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Instance } from "../instance";
import { clusterName, workFolder } from "./components";

/** Where the kubeconfig of an instance is: self-contained, readable by its owner alone. */
export function kubeconfigPath(instance: Instance): string {
  return join(instance.folder, "kubeconfig");
}

/** Writes the administrator's kubeconfig from the cluster's own key material. */
export async function writeKubeconfig(instance: Instance): Promise<void> {
  const material = (file: string): Promise<string> =>
    readFile(join(workFolder(instance), "pki", file), "base64");
  const [authority, certificate, key] = await Promise.all(
    ["ca.crt", "admin.crt", "admin.key"].map(material),
  );
  const path = kubeconfigPath(instance);
  const content = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: clusterName,
        cluster: {
          server: `https://127.0.0.1:${instance.ports.apiserver}`,
          "certificate-authority-data": authority,
        },
      },
    ],
    users: [
      {
        name: "administrator",
        user: { "client-certificate-data": certificate, "client-key-data": key },
      },
    ],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user: "administrator" } }],
    "current-context": clusterName,
  };
  await writeFile(`${path}.new`, stringify(content, { lineWidth: 0 }), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
