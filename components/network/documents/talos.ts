import { stringify } from "yaml";

import type { StorageNode } from "../storage-node";
import type { NodeDocument } from "./document";

/**
 * The node as a patch of Talos' machine configuration, for `talosctl patch machineconfig`.
 *
 * Needs Talos 1.12 and its system extension iscsi-tools, which names the initiator itself.
 *
 * @param iscsidConf content of `iscsid.conf`
 * @see https://docs.siderolabs.com/talos/v1.12/reference/configuration/network/linkconfig
 */
export function talosPatch(
  { interface: adapter = "", address, mtu }: StorageNode & { readonly address: string },
  label: string,
  iscsidConf: string,
): NodeDocument {
  const sysctl = `net.ipv6.conf.${adapter.replaceAll(".", "/")}`;
  const documents = [
    {
      machine: {
        nodeLabels: { [label]: "true" },
        sysctls: { [`${sysctl}.accept_ra`]: "0", [`${sysctl}.autoconf`]: "0" },
      },
    },
    {
      apiVersion: "v1alpha1",
      kind: "LinkConfig",
      name: adapter,
      up: true,
      ...(mtu === undefined ? {} : { mtu }),
      // No routes: one without a destination would be a default route.
      addresses: [{ address }],
    },
    {
      apiVersion: "v1alpha1",
      kind: "ExtensionServiceConfig",
      name: "iscsid",
      configFiles: [{ content: iscsidConf, mountPath: "/usr/local/etc/iscsi/iscsid.conf" }],
    },
  ];
  return {
    path: "storage.talos.yaml",
    mode: "0644",
    content: documents.map((document) => stringify(document, { lineWidth: 0 })).join("---\n"),
  };
}
