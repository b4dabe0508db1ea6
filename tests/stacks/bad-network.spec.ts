import { describeRefusals } from "./refusals";

describeRefusals("network and NAS settings", [
  [
    "A-24: a portal without brackets and port",
    { "nas.portal": "fd00:1::10" },
    'nas.portal: expected [ipv6]:port or ipv4:port, got "fd00:1::10"; did you mean "[fd00:1::10]:3260"?',
  ],
  [
    "A-24: a portal without a port",
    { "nas.portal": "[FD00:1::10]" },
    'nas.portal: expected [ipv6]:port or ipv4:port, got "[FD00:1::10]"; did you mean "[fd00:1::10]:3260"?',
  ],
  [
    "A-23: a name as portal",
    { "nas.portal": "nas.example:3260" },
    'nas.portal: expected [ipv6]:port or ipv4:port, got "nas.example:3260"; an initiator logs in only at an address that the NAS returns from discovery, so a name, proxy or virtual address fails',
  ],
  [
    "a link-local portal",
    { "nas.portal": "[fe80::1]:3260" },
    'nas.portal: expected [ipv6]:port or ipv4:port, got "[fe80::1]:3260"; a link-local address differs in meaning from link to link',
  ],
  [
    "A-33: a portal off the storage link",
    { "nas.portal": "[fd00:2::10]:3260" },
    'network.nodes.worker-1.address: expected an address whose prefix holds the portal [fd00:2::10]:3260, got "fd00:1::21/64"; the storage network has no router',
  ],
  [
    "A-33: an adapter with the portal's address",
    { "network.nodes.worker-1.address": "fd00:1::10/64" },
    'network.nodes.worker-1.address: expected another address than that of the portal, got "fd00:1::10/64"',
  ],
  [
    "A-33: two adapters with one address",
    {
      "network.nodes.worker-2": { interface: "enp2s0", address: "fd00:1:0::21/64", mtu: 9000 },
    },
    'network.nodes.worker-2.address: expected another value than network.nodes.worker-1.address, got "fd00:1::21"; two machines with one address cannot be told apart',
  ],
  [
    "A-24: an IPv4 portal on an IPv6-only network",
    { "nas.portal": "192.0.2.10:3260" },
    'nas.portal: expected an IPv6 portal, because network.nodes.worker-1.address is on an IPv6-only network, got "192.0.2.10:3260"',
  ],
  [
    "A-33: an adapter with the NFS server's address",
    { "nas.nfs.server": "fd00:1::21" },
    'network.nodes.worker-1.address: expected another address than that of nas.nfs.server, got "fd00:1::21/64"',
  ],
  [
    "A-33: nodes that take the same link for networks of different sizes",
    { "network.nodes.worker-2": { interface: "enp2s0", address: "fd00:1::22/48", mtu: 9000 } },
    'network.nodes.worker-2.address: expected the prefix length of network.nodes.worker-1.address, /64, got "fd00:1::22/48"; all nodes are on one link',
  ],
  [
    "A-33: a link-local address",
    { "network.nodes.worker-1.address": "fe80::21/64" },
    'network.nodes.worker-1.address: expected an IPv6 address with its prefix length such as fd5c:1a8:7e2b:30::21/64, got "fe80::21/64"; a link-local address differs in meaning from link to link',
  ],
  [
    "A-33: a multicast address",
    { "network.nodes.worker-1.address": "ff02::1/64" },
    'network.nodes.worker-1.address: expected an IPv6 address with its prefix length such as fd5c:1a8:7e2b:30::21/64, got "ff02::1/64"; it names a group of machines',
  ],
  [
    "A-33: an IPv4 address",
    { "network.nodes.worker-1.address": "192.0.2.21/24" },
    'network.nodes.worker-1.address: expected an IPv6 address with its prefix length such as fd5c:1a8:7e2b:30::21/64, got "192.0.2.21/24"; the storage network is IPv6 only',
  ],
  [
    "A-33: nodes with packets of different sizes",
    { "network.nodes.worker-2.mtu": 1500 },
    "network.nodes.worker-2.mtu: expected the value of network.nodes.worker-1.mtu, 9000, got 1500; login works between different ones and bulk transfer hangs",
  ],
  [
    "A-33: an MTU on one described node alone",
    { "network.nodes.worker-2": { interface: "enp2s0", address: "fd00:1::22/64" } },
    "network.nodes.worker-2.mtu: expected the value of network.nodes.worker-1.mtu, 9000, got nothing; login works between different ones and bulk transfer hangs",
  ],
  [
    "A-33: an address without its adapter",
    { "network.nodes.worker-1.interface": undefined },
    "network.nodes.worker-1.interface: expected the adapter that has the address, got nothing",
  ],
  [
    "an adapter address without its prefix length",
    { "network.nodes.worker-1.address": "fd00:1::21" },
    'network.nodes.worker-1.address: expected an IPv6 address with its prefix length such as fd5c:1a8:7e2b:30::21/64, got "fd00:1::21"; did you mean "fd00:1::21/64"?',
  ],
  [
    "an MTU below IPv6's least",
    { "network.nodes.worker-1.mtu": 576 },
    "network.nodes.worker-1.mtu: expected a whole number from 1280 to 9216, got 576",
  ],
  [
    "A-21: no storage node",
    { "network.nodes": {} },
    'network.nodes: expected at least one node with a storage adapter, got "none"',
  ],
  [
    "B-14: a node name with a space before it",
    { "network.nodes.worker-2": undefined, "network.nodes. worker-2": {} },
    'network.nodes[" worker-2"]: expected a name of lower-case letters, digits, - and . (RFC 1123), got " worker-2"; remove the space around it',
  ],
  [
    "a label of Kubernetes itself",
    { "network.label": "node.kubernetes.io/storage" },
    'network.label: expected a label key such as network.du5t1n.me/storage, got "node.kubernetes.io/storage"; this prefix belongs to Kubernetes',
  ],
  [
    "an address without encryption",
    { "nas.url": "http://nas.example:5000" },
    'nas.url: expected https://<host>[:<port>], got "http://nas.example:5000"; passwords travel over this connection',
  ],
  [
    "an address with a password in it",
    { "nas.url": "https://pulumi:nas-secret-value@nas.example:5001" },
    "nas.url: expected https://<host>[:<port>] without a user or password in it, got one with them; an address is shown in previews and logs",
  ],
]);
