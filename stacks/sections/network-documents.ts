import { parseSshHost, parseSshHostKey } from "../../components/internal/ssh-server";
import { group, text, wholeNumber } from "../fields";
import { parseAccount } from "../words";

/** What can configure the adapters of a node, in its own spelling. */
export const renderers = [
  "NetworkManager",
  "systemd-networkd",
  "butane",
  "nmstate",
  "talos",
  "none",
] as const;

/** How initiators wait for the NAS. */
export const iscsi = group({
  replacementTimeoutSeconds: wholeNumber(30, 86400)
    .default(900)
    .meta({
      description:
        "Seconds that I/O waits for the only path to come back; then the filesystem becomes read-only. Longer than the NAS takes to restart for an update.",
      examples: [900],
    }),
  noopOutIntervalSeconds: wholeNumber(0, 600)
    .default(15)
    .meta({
      description: "Seconds between two signs of life; 0 sends none.",
      examples: [15],
    }),
  noopOutTimeoutSeconds: wholeNumber(0, 600)
    .default(15)
    .meta({
      description: "Seconds that a sign of life may take before the connection counts as broken.",
      examples: [15],
    }),
})
  .prefault({})
  .meta({ description: "How initiators wait for the NAS: iscsid.conf of the nodes." });

/** How a node is reached to put its documents in place. */
export const apply = group({
  ssh: group({
    host: text(parseSshHost).meta({
      description: "Name or address of the node's SSH server.",
      examples: ["k8s-amd64-0.pyrocufflink.blue"],
    }),
    user: text(parseAccount)
      .default("root")
      .meta({
        description: "root, or a user who may run everything through sudo without a password.",
        examples: ["core"],
      }),
    port: wholeNumber(1, 65535)
      .default(22)
      .meta({ description: "Port of the SSH server.", examples: [22] }),
    hostKey: text(parseSshHostKey).meta({
      description:
        "Public key of the SSH server, type and key, from /etc/ssh/ssh_host_ed25519_key.pub of the node. Another one is refused.",
      examples: [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ5Yl4kVN2X6hG3T7m0rWqS1uQ9dFoLbPz8cKeRnAtM",
      ],
    }),
  }).meta({ description: "SSH access to the node; the private key is the secret nodeSshKey." }),
})
  .exactOptional()
  .meta({
    description:
      "Puts the node's documents in place over SSH whenever they change; when absent, they are only rendered.",
  });
