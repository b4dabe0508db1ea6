// A switch that snoops, which is the kernel's own bridge: it asks for the members of a group and forwards to those only.
import assert from "node:assert/strict";

import { nodeFile } from "./support/documents";
import { firewalld, firewalldFiles } from "./support/firewalld";
import { onLink } from "./support/link";

const nas = "fd5c:1a8:7e2b:30::10";
/** Group to which solicitations of the node's address go. */
const group = "ff02::1:ff00:21";

const rules = {
  nftables: {
    load: 'nft --file "$FILES/node.nft"',
    files: () => ({ "node.nft": nodeFile(".nft") }),
  },
  firewalld: { load: firewalld("node"), files: () => firewalldFiles("node") },
} as const;

describe("a switch that snoops on multicast", function () {
  this.timeout(60_000);

  for (const [firewall, { load, files }] of Object.entries(rules))
    it(`is told by a node with ${firewall} that it listens, and lets others find it (A-35)`, async () => {
      const lines = await onLink(
        `machine nas ${nas}/64
         machine worker-1 fd5c:1a8:7e2b:30::21/64
         serves nas ${nas} 3260
         on worker-1 ${load}
         ${snooping}
         members() { bridge mdb show dev storage | grep -q "port worker-1 grp ${group} "; }
         until_true members
         ip -n nas neigh flush dev enp2s0
         on nas ping -6 -c 1 -W 2 fd5c:1a8:7e2b:30::21 > /run/ping && echo "the NAS finds the node"
         reaches worker-1 ${nas} 3260`,
        files(),
      );
      assert.deepEqual(lines, ["the NAS finds the node", `worker-1 reaches ${nas} 3260`]);
    });
});

/** The switch begins to ask only now, so that it knows nobody from before the rules; it wants answers in a tenth of a second. */
const snooping = `
has_own_address() { ip -6 address show dev storage scope link | grep inet6 | grep -qv tentative; }
until_true has_own_address
ip link set storage type bridge mcast_query_response_interval 10 mcast_snooping 1 mcast_querier 1
`;
