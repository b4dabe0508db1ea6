// Initiator, firewall and container runtime. tests/network/ shows what the kernel, firewalld and open-iscsi make of it;
// CRI-O has nothing here to check its drop-in.
import assert from "node:assert/strict";

import { crioDropIn } from "../../../components/network/documents/crio";
import {
  nasDocuments,
  type DocumentedNetwork,
} from "../../../components/network/documents/node-documents";
import { described } from "./network-args";
import { document, documents, only } from "./rendered";

describe("other documents of a node", () => {
  it("names the initiator where the settings do, and leaves it alone elsewhere", () => {
    assert.equal(
      document({}, {}, "/initiatorname.iscsi").content,
      "InitiatorName=iqn.1994-05.com.redhat:worker-1\n",
    );
    const unnamed = documents({}, { address: "fd00:1::21/64", interface: "enp2s0" });
    assert.equal(
      unnamed.some(({ path }) => path.includes("initiatorname")),
      false,
    );
  });

  it("lets I/O wait longer than a NAS restarts, and lets nobody log in at boot", () => {
    const { mode, content } = document({}, {}, "/iscsid.conf");
    assert.equal(mode, "0600");
    for (const line of [
      "node.startup = manual",
      "node.session.timeo.replacement_timeout = 900",
      "node.conn[0].timeo.noop_out_interval = 15",
      "node.conn[0].timeo.noop_out_timeout = 15",
    ])
      assert.ok(content.split("\n").includes(line), line);
    assert.doesNotMatch(content, /auth/);
  });

  it("renders rules only for the firewall that is chosen (A-35)", () => {
    const paths = (firewall: DocumentedNetwork["firewall"]) =>
      documents({ firewall }, {})
        .map(({ path }) => path)
        .filter((path) => /nft|firewall/.test(path));
    assert.deepEqual(paths("none"), []);
    assert.deepEqual(paths("opnsense"), []);
    assert.deepEqual(paths("nftables"), [
      "/etc/nftables/storage.nft",
      "/etc/systemd/system/storage-firewall.service",
    ]);
    assert.deepEqual(paths("firewalld"), [
      "/etc/firewalld/zones/storage.xml",
      "/etc/firewalld/policies/storage-out.xml",
    ]);
  });

  it("opens the portal's own port, and NFS only where the server is on the storage network (A-35)", () => {
    const opened = (server: string) =>
      [
        ...document(
          { firewall: "nftables", nas: { portal: "[fd00:1::10]:3261", nfs: { server } } },
          {},
          ".nft",
        ).content.matchAll(/ip6 daddr (\S+) tcp dport (\d+)/g),
      ].map(([, address, port]) => [address, port]);
    assert.deepEqual(opened("fd00:2::10"), [["fd00:1::10", "3261"]]);
    assert.deepEqual(opened("fd00:1::11"), [
      ["fd00:1::10", "3261"],
      ["fd00:1::11", "2049"],
    ]);
  });

  it("lets no rule forget ICMPv6 (A-35)", () => {
    const network = { ...described, firewall: "nftables" as const };
    for (const content of [
      document({ firewall: "nftables" }, {}, ".nft").content,
      only(nasDocuments(network), ".nft").content,
    ])
      for (const type of ["nd-neighbor-solicit", "nd-neighbor-advert", "packet-too-big"])
        assert.match(content, new RegExp(`icmpv6 type \\{.*\\b${type}\\b.*\\} accept`));
  });

  it("renders nothing of CRI-O where the nodes run another container runtime", () => {
    assert.equal(
      documents({}, {}).some(({ path }) => path.includes("crio")),
      false,
    );
  });
});

describe("nasDocuments", () => {
  it("tells what to enter in OPNsense: nodes to the portal, ICMPv6, nothing else (A-35)", () => {
    const { content } = only(nasDocuments({ ...described, firewall: "opnsense" }), ".md");
    const rules = content.split("\n").filter((line) => /^\| (Pass|Block)/.test(line));
    assert.deepEqual(
      rules.map((rule) => rule.split(" | ").slice(0, 4).join(" ")),
      ["| Pass IPv6-ICMP any any", "| Pass TCP storage_nodes nas_3260", "| Block any any any"],
    );
    assert.match(content, /\| storage_nodes \| Host\(s\) \| fd00:1::21 \|/);
  });

  it("needs a firewall and an address of a node", () => {
    assert.deepEqual(nasDocuments(described), []);
    assert.deepEqual(nasDocuments({ ...described, firewall: "nftables", nodes: { a: {} } }), []);
  });
});

describe("crioDropIn", () => {
  const v1 = "io.kubernetes.cri-o.TrySkipVolumeSELinuxLabel";
  const v2 = "try-skip-volume-selinux-label.crio.io";
  for (const [version, names] of [
    ["1.30", [v1]],
    ["1.34", [v1]],
    ["1.35", [v1, v2]],
    ["1.40", [v1, v2]],
  ] as const)
    it(`allows CRI-O ${version} what it knows, for pods that ask (A-11)`, () => {
      assert.equal(
        crioDropIn({ version, activationAnnotation: "skip.example" }).content,
        [
          "[crio.runtime.workloads.jenkins]",
          'activation_annotation = "skip.example"',
          `allowed_annotations = [${names.map((name) => `"${name}"`).join(", ")}]`,
          "",
        ].join("\n"),
      );
    });
});
