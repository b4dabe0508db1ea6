// What each renderer is given. tests/network/ shows what the kernel, NetworkManager, firewalld and open-iscsi make of
// theirs; systemd-networkd, Butane, nmstate and Talos have nothing here to check them.
import assert from "node:assert/strict";

import { parse, parseAllDocuments } from "yaml";

import { document, documents, only, sectionsOf } from "./rendered";

describe("adapter documents of a node", () => {
  it("renders a keyfile for root alone, without gateway, router or IPv4 (A-33)", () => {
    const { mode, content } = document({}, {}, ".nmconnection");
    assert.equal(mode, "0600");
    assert.deepEqual(sectionsOf(content), {
      connection: "id=storage type=ethernet interface-name=enp2s0 autoconnect-priority=10",
      ethernet: "mtu=9000",
      ipv4: "method=disabled",
      ipv6: "method=manual address1=fd00:1::21/64 addr-gen-mode=eui64 ip6-privacy=0 ignore-auto-dns=true ignore-auto-routes=true never-default=true may-fail=false",
    });
  });

  it("names the adapter by its MAC address where there is no name, and leaves an MTU that is not set", () => {
    const node = { address: "fd00:1::21/64", macAddress: "3c:ec:ef:12:34:56" };
    const keyfile = sectionsOf(only(documents({}, node), ".nmconnection").content);
    assert.equal(keyfile["ethernet"], "mac-address=3c:ec:ef:12:34:56");
    assert.doesNotMatch(keyfile["connection"] ?? "", /interface-name/);
  });

  it("puts the adapter into firewalld's zone, from which NetworkManager would take it (A-35)", () => {
    const { content } = document({ firewall: "firewalld" }, {}, ".nmconnection");
    assert.match(content, /^zone=storage$/m);
  });

  it("renders files of systemd-networkd, with a link file that names the adapter (A-33)", () => {
    const named = documents({ documents: "systemd-networkd" }, { macAddress: "3c:ec:ef:12:34:56" });
    assert.deepEqual(sectionsOf(only(named, ".network").content), {
      Match: "Name=enp2s0 MACAddress=3c:ec:ef:12:34:56",
      Link: "MTUBytes=9000 RequiredForOnline=no",
      Network:
        "Address=fd00:1::21/64 DHCP=no IPv6AcceptRA=no LinkLocalAddressing=ipv6 LLMNR=no MulticastDNS=no",
    });
    assert.deepEqual(sectionsOf(only(named, ".link").content), {
      Match: "PermanentMACAddress=3c:ec:ef:12:34:56",
      Link: "Name=enp2s0",
    });
    assert.equal(
      documents({ documents: "systemd-networkd" }, {}).some(({ path }) => path.endsWith(".link")),
      false,
    );
  });

  it("makes the kernel deaf to routers, whatever the adapter's name (A-33)", () => {
    const { content } = document({}, { interface: "enp2s0.30" }, "/90-storage.conf");
    assert.deepEqual(content.split("\n").slice(1, -1), [
      "net/ipv6/conf/enp2s0.30/accept_ra = 0",
      "net/ipv6/conf/enp2s0.30/autoconf = 0",
    ]);
  });

  it("packs the files of a node into one Butane configuration, with their modes (A-33)", () => {
    const packed = documents({ documents: "butane", firewall: "nftables" }, {});
    assert.deepEqual(
      packed.map(({ path }) => path),
      ["storage.bu"],
    );
    const butane = parse(packed[0]!.content, { version: "1.1" }) as {
      storage: { files: { path: string; mode: number; contents: { inline: string } }[] };
      systemd: { units: { name: string; enabled: boolean; contents?: string }[] };
    };
    const plain = documents({ firewall: "nftables" }, {});
    const files = plain.filter(({ path }) => !path.endsWith(".service"));
    assert.deepEqual(
      butane.storage.files.map(({ path, mode, contents }) => [path, mode, contents.inline]),
      files.map(({ path, mode, content }) => [path, Number.parseInt(mode, 8), content]),
    );
    assert.match(packed[0]!.content, /mode: 0600$/m);
    assert.deepEqual(
      butane.systemd.units.map(({ name, enabled }) => [name, enabled]),
      [
        ["iscsid.socket", true],
        ["storage-firewall.service", true],
      ],
    );
  });

  it("binds a policy of nmstate to its node and names no route (A-33)", () => {
    const { content } = document({ documents: "nmstate" }, {}, ".nncp.yaml");
    assert.deepEqual(parse(content), {
      apiVersion: "nmstate.io/v1",
      kind: "NodeNetworkConfigurationPolicy",
      metadata: { name: "storage-worker-1" },
      spec: {
        nodeSelector: { "kubernetes.io/hostname": "worker-1" },
        desiredState: {
          interfaces: [
            {
              name: "enp2s0",
              type: "ethernet",
              state: "up",
              mtu: 9000,
              ipv4: { enabled: false },
              ipv6: {
                enabled: true,
                dhcp: false,
                autoconf: false,
                address: [{ ip: "fd00:1::21", "prefix-length": 64 }],
              },
            },
          ],
        },
      },
    });
  });

  it("patches Talos with link, kernel settings, label and initiator settings, in one document (A-33)", () => {
    const talos = documents({ documents: "talos" }, {});
    assert.equal(talos.length, 1);
    const [machine, link, extension] = parseAllDocuments(talos[0]!.content).map(
      (one) => one.toJS() as unknown,
    );
    assert.deepEqual(machine, {
      machine: {
        nodeLabels: { "network.du5t1n.me/storage": "true" },
        sysctls: {
          "net.ipv6.conf.enp2s0.accept_ra": "0",
          "net.ipv6.conf.enp2s0.autoconf": "0",
        },
      },
    });
    assert.deepEqual(link, {
      apiVersion: "v1alpha1",
      kind: "LinkConfig",
      name: "enp2s0",
      up: true,
      mtu: 9000,
      addresses: [{ address: "fd00:1::21/64" }],
    });
    assert.deepEqual(extension, {
      apiVersion: "v1alpha1",
      kind: "ExtensionServiceConfig",
      name: "iscsid",
      configFiles: [
        {
          content: document({}, {}, "/iscsid.conf").content,
          mountPath: "/usr/local/etc/iscsi/iscsid.conf",
        },
      ],
    });
  });
});
