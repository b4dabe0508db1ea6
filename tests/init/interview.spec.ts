import assert from "node:assert/strict";

import { problemsOfDraft } from "../../init/check";
import { interview } from "../../init/interview";
import { lookout, nas, Person, type Answers } from "./scripted";

const start = { jenkins: { lun: "jenkins" } };
const portal = "[fd5c:1a8:7e2b:30::10]:3260";
/** The answers that nothing could propose. */
const needed: Answers = {
  "nas.url": "https://nas0.example.org:5001",
  "nas.portal": portal,
  nasPassword: "a-secret",
  "jenkins.url": "https://jenkins.example.org/",
  "backup.target.to": "another building",
  "backup.secretsCopy": "in the safe",
};

async function asked(answers: Answers, changes = {}, before: object = start) {
  const person = new Person({ ...needed, ...answers });
  const { draft, nasPassword } = await interview("test", { ...before }, person, lookout(changes));
  return { person, draft, nasPassword };
}

describe("interview", () => {
  it("makes settings without a problem of what it proposes and the least that it cannot (P-02)", async () => {
    const { draft, nasPassword } = await asked({});
    assert.deepEqual(problemsOfDraft("test", draft), []);
    assert.equal(nasPassword, "a-secret");
    assert.deepEqual(draft, {
      cluster: { kubeconfig: ".kube/test", identifier: "test" },
      network: { nodes: { "worker-1": {}, "worker-2": {} } },
      nas: {
        url: "https://nas0.example.org:5001",
        account: "pulumi",
        nodeUuid: nas.nodeUuid,
        portal,
        nfs: { server: "fd5c:1a8:7e2b:30::10" },
      },
      storage: {
        luns: {
          jenkins: {
            volume: "/volume3",
            size: "500Gi",
            iqn: "iqn.2000-01.com.synology:nas0.jenkins",
          },
        },
      },
      jenkins: {
        lun: "jenkins",
        url: "https://jenkins.example.org/",
        image: "docker.io/jenkins/jenkins:2.580.1-jdk21",
        agentImage: "docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21",
      },
      exposure: {
        type: "ingress",
        ingress: {
          className: "public",
          controller: "ingress-nginx",
          tls: { clusterIssuer: "letsencrypt" },
        },
        network: { proxyNamespaces: ["ingress-nginx"] },
      },
      backup: {
        target: { to: "another building", kind: "hyperBackup" },
        secretsCopy: "in the safe",
      },
    });
  });

  it("judges every answer at once, in the words of the settings", async () => {
    const { person, draft } = await asked({
      "nas.portal": ["nas0.example.org:3260", "fd00::1", portal],
      "network.nodes": ["worker-3", "worker-1"],
      "storage.luns.jenkins.volume": ["/volume1", "volume", "/volume2"],
      "storage.luns.jenkins.size": ["500GB", "40Gi"],
    });
    const refused = person.shown.split("\n").filter((line) => / expected .*, got /.test(line));
    assert.deepEqual(
      refused.map((line) => line.replace(/; .*/, "")),
      [
        'network.nodes: expected a node of the cluster (control-1, raspberry-pi, worker-1, worker-2), got "worker-3"',
        ...["nas0.example.org:3260", "fd00::1"].map(
          (got) => `nas.portal: expected [ipv6]:port or ipv4:port, got "${got}"`,
        ),
        'storage.luns.jenkins.volume: expected a healthy Btrfs volume of the NAS, got "/volume1"',
        'storage.luns.jenkins.volume: expected a volume such as /volume1, got "volume"',
        refused.at(-1)!.replace(/; .*/, ""),
      ],
    );
    assert.match(refused.at(-1)!, /^storage\.luns\.jenkins\.size: expected .*got "500GB"/);
    assert.deepEqual(draft["network"], { nodes: { "worker-1": {} } });
  });

  it("asks for addresses where the stack is to render them, one MTU for all (A-33)", async () => {
    const { draft } = await asked({
      "network.nodes.worker-1.interface": "enp2s0",
      "network.nodes.worker-1.address": "fd5c:1a8:7e2b:30::21/64",
      "network.nodes.worker-2.address": "fd5c:1a8:7e2b:30::22/64",
      "network.nodes.worker-1.mtu": "9000",
    });
    const adapter = (last: number) => ({
      interface: "enp2s0",
      address: `fd5c:1a8:7e2b:30::${last}/64`,
      mtu: 9000,
    });
    assert.deepEqual(draft["network"], {
      nodes: { "worker-1": adapter(21), "worker-2": adapter(22) },
      documents: "NetworkManager",
    });
  });

  it("asks again for what does not fit together, and for nothing else", async () => {
    const { person, draft } = await asked({
      "network.nodes": "worker-1",
      "network.nodes.worker-1.interface": "enp2s0",
      "network.nodes.worker-1.address": ["fd99::21/64", "fd5c:1a8:7e2b:30::21/64"],
    });
    assert.match(
      person.shown,
      /do not fit yet:\nnetwork\.nodes\.worker-1\.address: expected an address whose prefix holds the portal/,
    );
    assert.deepEqual(problemsOfDraft("test", draft), []);
    const again = person.asked.slice(person.asked.lastIndexOf("backup.secretsCopy") + 1);
    assert.ok(again.includes("network.nodes.worker-1.address"), again.join());
    assert.ok(!again.includes("jenkins.url"), again.join());
    assert.equal(person.asked.filter((path) => path === "nasPassword").length, 1);
  });

  it("goes on without a cluster and a NAS to look at, and says why", async () => {
    const { person, draft, nasPassword } = await asked(
      { "network.nodes": "worker-9", "exposure.type": "none", nasPassword: "" },
      { cluster: () => Promise.resolve("no file .kube/test") },
    );
    assert.match(person.shown, /The cluster was not looked at: no file \.kube\/test/);
    assert.equal(nasPassword, undefined);
    assert.deepEqual(problemsOfDraft("test", draft), []);
    assert.equal((draft["nas"] as { nodeUuid?: string }).nodeUuid, undefined);
  });

  it("trusts a certificate of nobody's only where somebody says yes to its fingerprint (A-28)", async () => {
    const fingerprint = Array.from({ length: 32 }, () => "AB").join(":");
    const strange = { strangeCertificate: () => Promise.resolve({ fingerprint }) };
    const pinned = async (answer: string) => {
      const { draft } = await asked({ trust: answer }, strange);
      return (draft["nas"] as { certificateFingerprint?: string }).certificateFingerprint;
    };
    assert.equal(await pinned("yes"), fingerprint);
    assert.equal(await pinned("y"), undefined);
  });

  it("takes reasons where there is no backup (A-34, D-06)", async () => {
    const waived = "every job is built from its repository";
    const { draft } = await asked({
      "backup.target.to": "",
      "backup.waived": ["no", waived],
      "backup.secretsCopy": "",
      "backup.secretsWaived": "nothing is stored there",
    });
    assert.deepEqual(draft["backup"], { waived, secretsWaived: "nothing is stored there" });
  });

  it("proposes what the settings said before, and takes it away for a minus", async () => {
    const before = {
      ...start,
      nas: { url: "https://old.example:5001", account: "robot" },
      network: { nodes: { "worker-2": { mtu: 9000 } } },
      backup: { secretsCopy: "in the old safe", waived: "there was none before" },
      monitoring: { enabled: true },
    };
    const { draft } = await asked(
      { "nas.url": "", "backup.secretsCopy": "-", "backup.secretsWaived": "it is lost anyway" },
      {},
      before,
    );
    assert.equal((draft["nas"] as { url: string }).url, "https://old.example:5001");
    assert.deepEqual(draft["network"], { nodes: { "worker-2": { mtu: 9000 } } });
    assert.deepEqual(draft["backup"], {
      secretsWaived: "it is lost anyway",
      target: { to: "another building", kind: "hyperBackup" },
    });
    assert.deepEqual(draft["monitoring"], { enabled: true });
  });
});
