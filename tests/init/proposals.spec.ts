import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { readAnswers } from "../../init/answers";
import { problemsOfDraft } from "../../init/check";
import { completed, objections } from "../../init/proposals";
import { root } from "../stacks/good-settings";
import { cluster, nas } from "./scripted";

const answers = {
  nas: { url: "https://nas0.example.org:5001", portal: "192.0.2.10:3260" },
  jenkins: { url: "https://jenkins.example.org/" },
  backup: { waived: "nothing of value is there", secretsWaived: "nothing is stored there" },
};

describe("completed", () => {
  it("fills in what an interview would have proposed, and says so (P-02)", () => {
    const { draft, proposed } = completed("test", answers, { cluster, nas });
    assert.deepEqual(problemsOfDraft("test", draft), []);
    assert.deepEqual(proposed, [
      "cluster.kubeconfig: .kube/test",
      "cluster.identifier: test",
      "network.nodes: worker-1, worker-2",
      "nas.account: pulumi",
      "nas.nfs.server: 192.0.2.10",
      "storage.luns.jenkins.volume: /volume3",
      "storage.luns.jenkins.size: 500Gi",
      "storage.luns.jenkins.iqn: iqn.2000-01.com.synology:nas0.jenkins",
      "jenkins.image: docker.io/jenkins/jenkins:2.580.1-jdk21",
      "jenkins.agentImage: docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21",
      "jenkins.lun: jenkins",
    ]);
  });

  it("leaves open what it can only guess, for the check to report", () => {
    const { draft } = completed("test", {}, {});
    const open = problemsOfDraft("test", draft).map((problem) => problem.replace(/: .*/, ""));
    for (const path of ["nas.url", "nas.portal", "network.nodes", "jenkins.url"])
      assert.ok(open.includes(path) || open.includes("network"), `${path} in ${open.join()}`);
  });

  it("takes answers as they are, LUNs of other names too", () => {
    const home = { volume: "/volume2", size: "20Gi", iqn: "iqn.2000-01.example.nas:home" };
    const given = {
      ...answers,
      network: { nodes: { "worker-2": {} } },
      storage: { luns: { home } },
    };
    const { draft } = completed("test", given, { cluster, nas });
    assert.deepEqual(draft["storage"], { luns: { home } });
    assert.equal((draft["jenkins"] as { lun: string }).lun, "home");
    assert.deepEqual(draft["network"], { nodes: { "worker-2": {} } });
  });
});

describe("docs/getting-started.md", () => {
  it("shows answers that are enough, and what is proposed beside them", () => {
    const page = readFileSync(join(root, "docs", "getting-started.md"), "utf8");
    const shown = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? "";
    const { draft, proposed } = completed("home", readAnswers("answers.yaml", shown), {});
    assert.deepEqual(problemsOfDraft("home", draft), []);
    const printed = page.split("\n").filter((line) => /^ {2}[a-z]+(\.[a-zA-Z]+)+: /.test(line));
    assert.deepEqual(
      printed,
      proposed.map((line) => `  ${line}`),
    );
  });
});

describe("objections", () => {
  it("compares answers with what was seen", () => {
    const draft = {
      network: { nodes: { "worker-1": {}, "worker-9": {} } },
      storage: { luns: { jenkins: { volume: "/volume1" } } },
    };
    assert.deepEqual(
      objections({ stack: "test", draft, discovered: { cluster, nas } }).map((line) =>
        line.replace(/ \(.*\)/, ""),
      ),
      [
        'network.nodes: expected a node of the cluster, got "worker-9"; did you mean worker-1?',
        'storage.luns.jenkins.volume: expected a healthy Btrfs volume of the NAS, got "/volume1"',
      ],
    );
    assert.deepEqual(objections({ stack: "test", draft, discovered: {} }), []);
  });
});

describe("readAnswers", () => {
  it("takes groups of settings alone", () => {
    assert.deepEqual(readAnswers("a.yaml", "nas: {account: x}"), { nas: { account: "x" } });
    for (const bad of ["", "- a", "text", "a: ["])
      assert.throws(
        () => readAnswers("a.yaml", bad),
        /^Error: a\.yaml: expected YAML with sections/,
      );
  });
});
