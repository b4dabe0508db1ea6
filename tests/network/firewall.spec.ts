// The rendered rules in the kernel's own packet filter. It does not prove that OPNsense is entered as its notes say, nor
// how DSM filters.
import assert from "node:assert/strict";

import { nasFile, network, nodeFile } from "./support/documents";
import { firewalld, firewalldFiles } from "./support/firewalld";
import { onLink } from "./support/link";

const nas = "fd5c:1a8:7e2b:30::10";
const machines = `
machine nas ${nas}/64
machine worker-1 fd5c:1a8:7e2b:30::21/64
machine stranger fd5c:1a8:7e2b:30::99/64
serves nas ${nas} 3260 2049 5001
`;
const withNfs = { nas: { ...network.nas, nfs: { server: nas } } };

/** The same rules, as somebody would write them who thinks of TCP alone. */
function withoutIcmpv6(rules: string): string {
  return rules.replaceAll(/^.*icmpv6 type.*\n/gm, "");
}

describe("nftables rules in front of the NAS", function () {
  this.timeout(60_000);

  it("let listed nodes reach iSCSI and nobody anything else (A-35)", async () => {
    const lines = await onLink(
      `${machines}
       on nas nft --file "$FILES/nas.nft"
       reaches worker-1 ${nas} 3260
       reaches worker-1 ${nas} 2049
       reaches worker-1 ${nas} 5001
       reaches stranger ${nas} 3260`,
      { "nas.nft": nasFile(".nft") },
    );
    assert.deepEqual(lines, [
      `worker-1 reaches ${nas} 3260`,
      `worker-1 does not reach ${nas} 2049`,
      `worker-1 does not reach ${nas} 5001`,
      `stranger does not reach ${nas} 3260`,
    ]);
  });

  it("let listed nodes reach NFS where it is served on the storage network", async () => {
    const lines = await onLink(
      `${machines}
       on nas nft --file "$FILES/nas.nft"
       reaches worker-1 ${nas} 2049
       reaches stranger ${nas} 2049`,
      { "nas.nft": nasFile(".nft", withNfs) },
    );
    assert.deepEqual(lines, [
      `worker-1 reaches ${nas} 2049`,
      `stranger does not reach ${nas} 2049`,
    ]);
  });

  it("hold when the NAS has to ask for a node's adapter, and would not without ICMPv6 (A-35)", async () => {
    const asked = `${machines}
       reaches worker-1 ${nas} 3260
       on nas nft --file "$FILES/nas.nft"
       ip -n nas neigh flush dev enp2s0
       reaches worker-1 ${nas} 3260`;
    const rules = nasFile(".nft");
    assert.equal(
      (await onLink(asked, { "nas.nft": rules })).at(-1),
      `worker-1 reaches ${nas} 3260`,
    );
    assert.equal(
      (await onLink(asked, { "nas.nft": withoutIcmpv6(rules) })).at(-1),
      `worker-1 does not reach ${nas} 3260`,
    );
  });

  it("replace themselves when they are loaded again", async () => {
    const [tables, rules] = await onLink(
      `machine nas ${nas}/64
       on nas nft --file "$FILES/nas.nft"
       on nas nft --file "$FILES/nas.nft"
       on nas nft list tables | wc -l
       on nas nft list ruleset | grep -c 'dport 3260'`,
      { "nas.nft": nasFile(".nft") },
    );
    assert.deepEqual([tables, rules], ["1", "1"]);
  });
});

describe("nftables rules of a node", function () {
  this.timeout(60_000);
  const two = `${machines}
    serves stranger fd5c:1a8:7e2b:30::99 3260
    serves worker-1 fd5c:1a8:7e2b:30::21 10250
    on worker-1 nft --file "$FILES/node.nft"`;

  it("let it reach the portal and nobody reach the node (A-35)", async () => {
    const lines = await onLink(
      `${two}
       reaches worker-1 ${nas} 3260
       reaches worker-1 ${nas} 5001
       reaches worker-1 fd5c:1a8:7e2b:30::99 3260
       reaches stranger fd5c:1a8:7e2b:30::21 10250
       on stranger ping -6 -c 1 -w 30 fd5c:1a8:7e2b:30::21 > /dev/null && echo "ping passes"`,
      { "node.nft": nodeFile(".nft") },
    );
    assert.deepEqual(lines, [
      `worker-1 reaches ${nas} 3260`,
      `worker-1 does not reach ${nas} 5001`,
      "worker-1 does not reach fd5c:1a8:7e2b:30::99 3260",
      "stranger does not reach fd5c:1a8:7e2b:30::21 10250",
      "ping passes",
    ]);
  });

  it("would let it reach nothing without ICMPv6 (A-35)", async () => {
    const lines = await onLink(`${two}\nreaches worker-1 ${nas} 3260`, {
      "node.nft": withoutIcmpv6(nodeFile(".nft")),
    });
    assert.deepEqual(lines, [`worker-1 does not reach ${nas} 3260`]);
  });

  it("forward nothing to the NAS for pods (A-35)", async () => {
    const pods = `${machines}
       machine pod
       ip -n worker-1 link add cni0 type veth peer name eth0 netns pod
       ip -n worker-1 address add fd00:9::1/64 dev cni0 nodad
       ip -n worker-1 link set cni0 up
       ip -n pod address add fd00:9::2/64 dev eth0 nodad
       ip -n pod link set eth0 up
       ip -n pod route add ${nas}/128 via fd00:9::1
       ip -n nas route add fd00:9::/64 via fd5c:1a8:7e2b:30::21
       on worker-1 sysctl --quiet --write net/ipv6/conf/all/forwarding=1
       reaches pod ${nas} 3260
       on worker-1 nft --file "$FILES/node.nft"
       reaches pod ${nas} 3260
       on worker-1 nft list chain inet storage forward | grep -c 'oifname.*packets [1-9]'`;
    assert.deepEqual(await onLink(pods, { "node.nft": nodeFile(".nft") }), [
      `pod reaches ${nas} 3260`,
      `pod does not reach ${nas} 3260`,
      "1",
    ]);
  });
});

describe("firewalld files", function () {
  this.timeout(60_000);

  it("of a node let it reach the portal and nobody reach the node (A-35)", async () => {
    const lines = await onLink(
      `${machines}
       serves worker-1 fd5c:1a8:7e2b:30::21 10250
       on worker-1 ${firewalld("node")}
       reaches worker-1 ${nas} 3260
       reaches worker-1 ${nas} 5001
       reaches stranger fd5c:1a8:7e2b:30::21 10250`,
      firewalldFiles("node"),
    );
    assert.deepEqual(lines, [
      `worker-1 reaches ${nas} 3260`,
      `worker-1 does not reach ${nas} 5001`,
      "stranger does not reach fd5c:1a8:7e2b:30::21 10250",
    ]);
  });

  it("in front of the NAS let listed nodes reach iSCSI alone (A-35)", async () => {
    const lines = await onLink(
      `${machines}
       on nas ${firewalld("nas")}
       reaches worker-1 ${nas} 3260
       reaches worker-1 ${nas} 5001
       reaches stranger ${nas} 3260`,
      firewalldFiles("nas"),
    );
    assert.deepEqual(lines, [
      `worker-1 reaches ${nas} 3260`,
      `worker-1 does not reach ${nas} 5001`,
      `stranger does not reach ${nas} 3260`,
    ]);
  });
});
