import type { NodeDocument } from "./document";
import { readableFile } from "./document";
import { nasIcmpv6, nodeIcmpv6 } from "./icmpv6";
import type { Service } from "./services";

const ruleset = "/etc/nftables/storage.nft";

/**
 * Rules of a node for its adapter: out to the services of the NAS, in nothing but answers.
 *
 * A table of its own, so that the rules of the cluster's network stay as they are. Nothing is forwarded either: pods
 * reach the NAS through the kubelet's mounts alone.
 */
export function nodeRuleset(adapter: string, services: readonly Service[]): NodeDocument[] {
  const name = JSON.stringify(adapter);
  return [
    readableFile(ruleset, [
      ...replacedTable,
      "table inet storage {",
      "  chain input {",
      "    type filter hook input priority filter; policy accept;",
      `    iifname ${name} jump from_storage`,
      "  }",
      "  chain from_storage {",
      "    ct state established,related accept",
      `    icmpv6 type { ${nodeIcmpv6.in.join(", ")} } accept`,
      "    counter drop",
      "  }",
      "  chain output {",
      "    type filter hook output priority filter; policy accept;",
      `    oifname ${name} jump to_storage`,
      "  }",
      "  chain to_storage {",
      `    icmpv6 type { ${nodeIcmpv6.out.join(", ")} } accept`,
      ...services.map(({ address, port }) => `    ip6 daddr ${address} tcp dport ${port} accept`),
      ...refusal,
      "  }",
      "  chain forward {",
      "    type filter hook forward priority filter; policy accept;",
      `    iifname ${name} counter drop`,
      `    oifname ${name} counter drop`,
      "  }",
      "}",
    ]),
    unit,
  ];
}

/**
 * Rules in front of the NAS's address on the storage network: from the nodes to its services, from nobody to anything
 * else. For the machine that has the address.
 */
export function nasRuleset(nodes: readonly string[], services: readonly Service[]): NodeDocument[] {
  const addresses = [...new Set(services.map(({ address }) => address))];
  return [
    readableFile(ruleset, [
      ...replacedTable,
      "table inet storage {",
      "  set nodes {",
      "    type ipv6_addr",
      `    elements = { ${nodes.join(", ")} }`,
      "  }",
      "  chain input {",
      "    type filter hook input priority filter; policy accept;",
      `    ip6 daddr { ${addresses.join(", ")} } jump to_nas`,
      "  }",
      "  chain to_nas {",
      "    ct state established,related accept",
      `    icmpv6 type { ${nasIcmpv6.join(", ")} } accept`,
      ...services.map(
        ({ address, port }) => `    ip6 saddr @nodes ip6 daddr ${address} tcp dport ${port} accept`,
      ),
      ...refusal,
      "  }",
      "}",
    ]),
    unit,
  ];
}

/** Declared before it is deleted, so that loading the file again replaces the table and the first time works too. */
const replacedTable = ["table inet storage", "delete table inet storage", ""];

/** Answered, so that an initiator which tries a wrong portal goes on at once instead of waiting. */
const refusal = [
  "    meta l4proto tcp counter reject with tcp reset",
  "    counter reject with icmpx type admin-prohibited",
];

/** Loads the rules before any adapter is up. */
const unit = readableFile("/etc/systemd/system/storage-firewall.service", [
  "[Unit]",
  "Description=Firewall of the storage network",
  "Wants=network-pre.target",
  "Before=network-pre.target",
  "",
  "[Service]",
  "Type=oneshot",
  "RemainAfterExit=yes",
  `ExecStart=/usr/sbin/nft --file ${ruleset}`,
  `ExecReload=/usr/sbin/nft --file ${ruleset}`,
  "ExecStop=/usr/sbin/nft delete table inet storage",
  "",
  "[Install]",
  "WantedBy=multi-user.target",
]);
