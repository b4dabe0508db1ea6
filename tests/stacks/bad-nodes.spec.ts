import { hostKey } from "../components/network/network-args";
import { describeRefusals } from "./refusals";

const adapter = { interface: "enp2s0", address: "fd00:1::22/64", mtu: 9000 };
const byMac = { macAddress: "3c:ec:ef:12:34:56", address: "fd00:1::22/64", mtu: 9000 };
const documented = { "network.documents": "NetworkManager", "network.nodes.worker-2": adapter };
const ssh = { host: "worker-1.example", hostKey };

describeRefusals("settings of storage nodes", [
  [
    "A-33: documents for a renderer that nobody knows",
    { "network.documents": "netplan" },
    'network.documents: expected one of "NetworkManager", "systemd-networkd", "butane", "nmstate", "talos", "none", got "netplan"',
  ],
  [
    "A-33: documents for a node without an address",
    { "network.documents": "NetworkManager" },
    "network.nodes.worker-2.address: expected the address of the adapter, which its documents for NetworkManager need, got nothing",
  ],
  [
    "A-33: documents of its own for a node without an address",
    { "network.nodes.worker-2.documents": "systemd-networkd" },
    "network.nodes.worker-2.address: expected the address of the adapter, which its documents for systemd-networkd need, got nothing",
  ],
  [
    "A-33: an adapter known to nmstate by its MAC address alone",
    { "network.documents": "nmstate", "network.nodes.worker-2": byMac },
    "network.nodes.worker-2.interface: expected the name of the adapter, by which nmstate knows it, got nothing",
  ],
  [
    "A-35: an adapter known to its rules by its MAC address alone",
    { ...documented, "network.firewall": "nftables", "network.nodes.worker-2": byMac },
    "network.nodes.worker-2.interface: expected the name of the adapter, by which nftables knows it, got nothing",
  ],
  [
    "A-35: rules of nodes without documents",
    { "network.firewall": "firewalld" },
    'network.firewall: expected nodes with documents, which hold its rules, got "firewalld"; set network.documents to what configures the adapters',
  ],
  [
    "A-35: rules that nothing can be installed for",
    { ...documented, "network.documents": "talos", "network.firewall": "nftables" },
    'network.firewall: expected opnsense or none with nodes of Talos, got "nftables"; nothing can be installed on them',
  ],
  [
    "A-11: CRI-O on nodes of Talos",
    { ...documented, "network.documents": "talos", "network.crioVersion": "1.35" },
    'network.crioVersion: expected no version of CRI-O with nodes of Talos, got "1.35"; they run containerd',
  ],
  [
    "A-11: an exact version of CRI-O, whose minor version alone matters",
    { "network.crioVersion": "1.35.2" },
    'network.crioVersion: expected a version such as "1.36", got "1.35.2"; did you mean "1.35"?',
  ],
  [
    "the name of an initiator that Talos makes up",
    {
      ...documented,
      "network.nodes.worker-2": {
        ...adapter,
        documents: "talos",
        initiatorName: "iqn.2000-01.x:a",
      },
    },
    'network.nodes.worker-2.initiatorName: expected no name for an initiator of Talos, which makes up its own, got "iqn.2000-01.x:a"',
  ],
  [
    "an initiator's name that is none",
    { "network.nodes.worker-1.initiatorName": "worker-1" },
    'network.nodes.worker-1.initiatorName: expected iqn.<yyyy-mm>.<reversed-domain>[:<name>], got "worker-1"',
  ],
  [
    "two initiators with one name, as cloned machines have",
    {
      "network.nodes.worker-1.initiatorName": "iqn.1994-05.com.redhat:a",
      "network.nodes.worker-2.initiatorName": "iqn.1994-05.com.redhat:a",
    },
    'network.nodes.worker-2.initiatorName: expected another value than network.nodes.worker-1.initiatorName, got "iqn.1994-05.com.redhat:a"; two initiators with one name push each other\'s sessions out',
  ],
  [
    "an initiator with the name of a target",
    { "network.nodes.worker-1.initiatorName": "iqn.2000-01.example.nas:jenkins" },
    'network.nodes.worker-1.initiatorName: expected another value than storage.luns.jenkins.iqn, got "iqn.2000-01.example.nas:jenkins"; two initiators with one name push each other\'s sessions out',
  ],
  [
    "one adapter in two nodes",
    {
      "network.nodes.worker-1.macAddress": "3c:ec:ef:12:34:56",
      "network.nodes.worker-2.macAddress": "3c:ec:ef:12:34:56",
    },
    'network.nodes.worker-2.macAddress: expected another value than network.nodes.worker-1.macAddress, got "3c:ec:ef:12:34:56"; an adapter is in one machine, and two with one address cannot be told apart',
  ],
  [
    "the loopback adapter",
    { "network.nodes.worker-1.interface": "lo" },
    'network.nodes.worker-1.interface: expected an adapter name such as enp2s0, at most 15 characters, got "lo"; the loopback adapter leads to no NAS',
  ],
  [
    "applying documents that are not rendered",
    { "network.nodes.worker-1.apply": { ssh } },
    "network.nodes.worker-1.apply: expected documents that are files of a running node, got documents for none; only those for NetworkManager and systemd-networkd are",
  ],
  [
    "applying documents of a tool",
    {
      ...documented,
      "network.nodes.worker-1.documents": "butane",
      "network.nodes.worker-1.apply": { ssh },
    },
    "network.nodes.worker-1.apply: expected documents that are files of a running node, got documents for butane; only those for NetworkManager and systemd-networkd are",
  ],
  [
    "applying them on whatever machine answers",
    { ...documented, "network.nodes.worker-1.apply": { ssh: { host: "worker-1.example" } } },
    "network.nodes.worker-1.apply.ssh.hostKey: expected a public host key such as ssh-ed25519 AAAA…, got nothing",
  ],
  [
    "a NAS that may never restart",
    { "network.iscsi": { replacementTimeoutSeconds: 5 } },
    "network.iscsi.replacementTimeoutSeconds: expected a whole number from 30 to 86400, got 5",
  ],
]);
