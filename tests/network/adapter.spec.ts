// The rendered adapter against real routers, NetworkManager and systemd-networkd, and the initiator's settings against
// open-iscsi's names. It does not prove what Butane, nmstate or Talos make of theirs, nor the values that iscsid takes
// over: none of them runs here.
import assert from "node:assert/strict";

import { nodeDocuments } from "../../components/network/documents/node-documents";
import { network, nodeFile } from "./support/documents";
import { onLink } from "./support/link";
import { renderers, router } from "./support/renderers";

/** A router on the storage network, a machine with the kernel's defaults, and a node. */
const advertised = `
${router}
machine router
machine plain fd5c:1a8:7e2b:30::98/64
machine worker-1
ip link set worker-1 mtu 9000
`;

describe("adapter documents", function () {
  this.timeout(60_000);

  it("keep a router's word from a node, which the kernel's defaults do not (A-33)", async () => {
    const lines = await onLink(
      `${advertised}
       on worker-1 sysctl --quiet --load "$FILES/storage.conf"
       ip -n worker-1 address add fd5c:1a8:7e2b:30::21/64 dev enp2s0 nodad
       router router
       until_true has_default_route plain
       until_true heard worker-1
       describe plain
       describe worker-1`,
      { "storage.conf": nodeFile("/90-storage.conf") },
    );
    assert.deepEqual(lines, [
      "plain: 1 default routes, 2 addresses",
      "worker-1: 0 default routes, 1 addresses",
    ]);
  });

  it("drop it already in the node's rules (A-33, A-35)", async () => {
    const lines = await onLink(
      `${advertised}
       dropped() { on worker-1 nft list chain inet storage from_storage | grep -q 'counter packets [1-9]'; }
       on worker-1 nft --file "$FILES/node.nft"
       ip -n worker-1 address add fd5c:1a8:7e2b:30::21/64 dev enp2s0 nodad
       router router
       until_true has_default_route plain
       until_true dropped
       describe worker-1`,
      { "node.nft": nodeFile(".nft") },
    );
    assert.deepEqual(lines, ["worker-1: 0 default routes, 1 addresses"]);
  });

  for (const [renderer, start, ending] of [
    ["NetworkManager", "network_manager", ".nmconnection"],
    ["systemd-networkd", "networkd", ".network"],
  ] as const)
    it(`make ${renderer} set the adapter up, deaf to routers (A-33)`, async () => {
      const [document] = nodeDocuments("worker-1", { ...network, documents: renderer });
      assert.ok(document);
      assert.ok(document.path.endsWith(ending));
      const lines = await onLink(
        `${advertised}
         ${renderers}
         install -D -m ${document.mode} "$FILES/document" ${document.path}
         ip -n worker-1 link set enp2s0 down
         ${start} worker-1
         until_true has_address worker-1 fd5c:1a8:7e2b:30::21/64
         router router
         until_true has_default_route plain
         until_true heard worker-1
         describe worker-1
         ip -n worker-1 link show dev enp2s0 | grep -o 'mtu [0-9]*'
         ip -n worker-1 -4 address show dev enp2s0 | wc -l`,
        { document: document.content },
      );
      assert.deepEqual(lines, ["worker-1: 0 default routes, 1 addresses", "mtu 9000", "0"]);
    });

  it("are a keyfile that NetworkManager reads without losing a line (A-33)", async () => {
    const keyfile = nodeFile(".nmconnection", { firewall: "firewalld" });
    const read = await onLink(
      'nmcli --offline connection modify connection.id storage < "$FILES/keyfile"',
      { keyfile },
    );
    const settings = keyfile.split("\n").filter((line) => line.includes("="));
    assert.ok(settings.includes("never-default=true") && settings.includes("zone=storage"));
    assert.deepEqual(
      settings.filter((line) => !read.includes(line)),
      [],
    );
  });

  it("with an address that is none are not, so that the reader is one", async () => {
    await assert.rejects(
      onLink('nmcli --offline connection modify connection.id storage < "$FILES/keyfile"', {
        keyfile: nodeFile(".nmconnection").replace("::21/64", "::21::/64"),
      }),
      /storage|ipv6|address/i,
    );
  });
});

describe("initiator documents", function () {
  this.timeout(60_000);

  it("name only settings that open-iscsi has", async () => {
    const conf = nodeFile("/iscsid.conf");
    const record = await onLink(
      `mkdir -p /run/etc/iscsi /run/lock/iscsi
       mount --bind /run/etc /etc
       install -m 600 "$FILES/iscsid.conf" "$FILES/initiatorname.iscsi" /etc/iscsi
       record="-m node -T iqn.2000-01.com.synology:nas.jenkins -p [fd5c:1a8:7e2b:30::10]:3260"
       iscsiadm $record -o new > /dev/null
       iscsiadm $record`,
      { "iscsid.conf": conf, "initiatorname.iscsi": nodeFile("/initiatorname.iscsi") },
    );
    const known = record.map(nameOf);
    const named = conf
      .split("\n")
      .map(nameOf)
      .filter((name) => name.startsWith("node."));
    assert.ok(named.includes("node.session.timeo.replacement_timeout"));
    assert.deepEqual(
      named.filter((name) => !known.includes(name)),
      [],
    );
  });
});

function nameOf(line: string): string {
  return line.split(" = ")[0] ?? "";
}
