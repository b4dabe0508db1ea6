// The script that puts a node's files in place, with the real sysctl, nftables and NetworkManager. systemctl is a
// stand-in that runs what the unit says for a start, a restart and a reload: no systemd can be started here.
import assert from "node:assert/strict";

import { applyScript } from "../../components/network/apply-script";
import { nodeDocuments } from "../../components/network/documents/node-documents";
import { network } from "./support/documents";
import { onLink } from "./support/link";
import { renderers } from "./support/renderers";

const nas = "fd5c:1a8:7e2b:30::10";
const node = `
machine nas ${nas}/64
machine worker-1
for machine in nas worker-1; do ip link set "$machine" mtu 9000; done
serves nas ${nas} 3260 5001
${renderers}
mkdir -p /run/bin
cat > /run/bin/systemctl << 'END'
#!/bin/sh
unit=/etc/systemd/system/$2
case $1 in
  reload-or-restart) if [ -e /run/active ]; then lines=ExecReload; else lines=ExecStart; fi ;;
  restart) if [ -e /run/active ]; then lines="ExecStop ExecStart"; else lines=ExecStart; fi ;;
  *) exit ;;
esac
for line in $lines; do
  echo "$line" >> /run/unit-lines
  $(sed -n "s|^$line=/usr/sbin/||p" "$unit") || exit
done
touch /run/active
END
chmod 755 /run/bin/systemctl
export PATH=/run/bin:$PATH
ip -n worker-1 link set enp2s0 down
network_manager worker-1
`;

describe("applyScript on a node", function () {
  this.timeout(60_000);
  const script = (mtu: number) =>
    applyScript(
      nodeDocuments("worker-1", {
        ...network,
        nodes: { "worker-1": { ...network.nodes["worker-1"], mtu } },
      }),
    );

  it("makes an adapter that reaches the portal and nothing else, and leaves it alone then (A-33, A-35)", async () => {
    const lines = await onLink(
      `${node}
       on worker-1 sh -s < "$FILES/first" > /run/first
       has_address worker-1 fd5c:1a8:7e2b:30::21/64 && echo "has its address"
       reaches worker-1 ${nas} 3260
       reaches worker-1 ${nas} 5001
       on worker-1 cat /proc/sys/net/ipv6/conf/enp2s0/accept_ra
       on worker-1 sh -s < "$FILES/first" | cut -d ' ' -f 1 | sort | uniq -c
       on worker-1 sh -s < "$FILES/second" | grep -c '^changed '
       ip -n worker-1 link show dev enp2s0 | grep -o 'mtu [0-9]*'`,
      { first: script(9000), second: script(1500) },
    );
    assert.deepEqual(
      lines.map((line) => line.trim()),
      [
        "has its address",
        `worker-1 reaches ${nas} 3260`,
        `worker-1 does not reach ${nas} 5001`,
        "0",
        "6 unchanged",
        "1",
        "mtu 1500",
      ],
    );
  });

  it("exchanges the rules of a running firewall without a moment that has none (A-35)", async () => {
    const withNfs = { ...network, nas: { ...network.nas, nfs: { server: nas } } };
    const lines = await onLink(
      `${node}
       on worker-1 sh -s < "$FILES/first" > /run/first
       on worker-1 sh -s < "$FILES/second" > /run/second
       cat /run/unit-lines
       on worker-1 nft list ruleset | grep -c 'dport 2049'`,
      {
        first: script(9000),
        second: applyScript(nodeDocuments("worker-1", withNfs)),
      },
    );
    assert.deepEqual(lines, ["ExecStart", "ExecReload", "1"]);
  });

  it("writes nothing when NetworkManager refuses its file", async () => {
    const broken = script(9000).replace("method=manual", "method=nonsense");
    assert.ok(broken.includes("method=nonsense"));
    const lines = await onLink(
      `${node}
       if on worker-1 sh -s < "$FILES/broken" > /dev/null 2> /run/said; then echo "done"; fi
       tail -n 1 /run/said
       find /etc -name '*storage*' -o -name 'iscsi*'`,
      { broken },
    );
    assert.deepEqual(lines, [
      "/etc/NetworkManager/system-connections/storage.nmconnection: expected a keyfile that NetworkManager accepts; nothing was written",
    ]);
  });
});
