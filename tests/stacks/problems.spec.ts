import assert from "node:assert/strict";

import { changed, reading } from "./good-settings";

describe("readSections, when several things are wrong", () => {
  it("lists every problem once, sorted by path", () => {
    const { problems } = reading(
      changed({
        "storage.luns.jenkins.size": "200GB",
        "jenkins.image": "docker.io/jenkins/jenkins:lts",
        "nas.portal": "fd00:1::10",
        "cluster.colour": "blue",
        "jobs.namespace": "jenkins",
        registryPasswords: undefined,
      }),
    );
    assert.deepEqual(
      problems.map((problem) => problem.slice(0, problem.indexOf(":"))),
      [
        "cluster.colour",
        "jenkins.image",
        "jobs.namespace",
        "nas.portal",
        "registryPasswords.ghcr",
        "storage.luns.jenkins.size",
      ],
    );
  });

  it("applies a rule over several settings although others are wrong", () => {
    const { problems } = reading(
      changed({ "jenkins.lun": "home", "jenkins.containerCap": 1.5, "network.label": "a b" }),
    );
    assert.equal(problems[1], 'jenkins.lun: expected a LUN of storage.luns (jenkins), got "home"');
    assert.equal(problems.length, 3);
  });

  it("applies a rule beside an unknown key and after another rule's complaint", () => {
    const { problems } = reading(
      changed({
        "storage.luns.jenkins.colour": "blue",
        "jenkins.lun": "home",
        "jenkins.memoryLimit": "1Gi",
        "jenkins.memoryRequest": "2Gi",
      }),
    );
    assert.deepEqual(
      problems.map((problem) => problem.slice(0, problem.indexOf(","))),
      [
        "jenkins.lun: expected a LUN of storage.luns (jenkins)",
        "jenkins.memoryLimit: expected at least 2Gi",
        "jenkins.memoryRequest: expected at most jenkins.memoryLimit (1Gi)",
        "storage.luns.jenkins.colour: unknown setting; known here: volume",
      ],
    );
  });

  it("does not apply a rule to a setting that is wrong itself", () => {
    const { problems } = reading(changed({ "jenkins.memoryLimit": "much" }));
    assert.deepEqual(problems, [
      'jenkins.memoryLimit: expected a Kubernetes quantity such as "200Gi", got "much"',
    ]);
  });

  it("reports a bad name and the bad value under it", () => {
    const { problems } = reading(changed({ "storage.luns.Home": { size: "20Gi" } }));
    assert.deepEqual(problems, [
      'storage.luns.Home: expected a name of lower-case letters, digits and - (RFC 1123), got "Home"; did you mean "home"?',
      "storage.luns.Home.iqn: expected iqn.<yyyy-mm>.<reversed-domain>[:<name>], got nothing",
      "storage.luns.Home.volume: expected a volume such as /volume1, got nothing",
    ]);
  });

  it("names an object instead of printing it", () => {
    const { problems } = reading(changed({ "nas.account": { password: "nas-secret-value" } }));
    assert.deepEqual(problems, [
      "nas.account: expected a name of letters, digits and . _ -, at most 64, got an object",
    ]);
  });

  it("refuses a section that is stored encrypted without repeating anything in it", () => {
    const values = changed({ "nas.portal": "nas-secret-value" });
    const { problems } = reading(values, ["nas", "nasPassword", "registryPasswords"]);
    assert.deepEqual(problems, [
      "nas: expected settings without a secret in them, got an encrypted value; secrets are settings of their own: credentialSecrets, nasDeviceToken, nasPassword, nodeSshKey, registryPasswords, upgradeToken",
    ]);
  });

  it("refuses secrets that are stored in clear without repeating them", () => {
    const { problems } = reading(changed({}), []);
    assert.deepEqual(problems, [
      "nasPassword: expected a secret, got plain text; store it with: pulumi config set --secret nasPassword",
      `registryPasswords: expected a secret, got plain text; store it with: pulumi config set --secret registryPasswords '{"<name>":"<password>"}'`,
    ]);
  });
});

describe("readSections, when nothing is wrong", () => {
  it("finds no problem in the settings that the refusals change", () => {
    assert.deepEqual(reading(changed({})).problems, []);
  });

  it("fills in the defaults", () => {
    const { sections } = reading(changed({}));
    assert.equal(sections?.network.label, "network.du5t1n.me/storage");
    assert.deepEqual(sections.jobs.namespace, "jenkins-jobs");
    assert.deepEqual(sections.storage.luns["jenkins"], {
      volume: "/volume1",
      size: "20Gi",
      iqn: "iqn.2000-01.example.nas:jenkins",
      mappingIndex: 1,
      fsType: "ext4",
      maxSessions: 1,
      chapUser: "jenkins",
      chapRotation: 0,
      onDestroy: "keep",
    });
  });

  it("A-24: spells every address canonically", () => {
    const { sections } = reading(
      changed({
        "nas.portal": "[FD00:1:0:0::10]:3260",
        "nas.nfs.server": "fd00:1:0:0:0:0:0:10",
        "network.nodes.worker-1.address": "FD00:1:0:0::21/64",
      }),
    );
    assert.equal(sections?.nas.portal, "[fd00:1::10]:3260");
    assert.equal(sections.nas.nfs.server, "fd00:1::10");
    assert.equal(sections.network.nodes["worker-1"]?.address, "fd00:1::21/64");
  });

  it("needs neither Gentoo nor a registry", () => {
    const { sections, problems } = reading(
      changed({ gentoo: undefined, jobs: undefined, registryPasswords: undefined }),
    );
    assert.deepEqual(problems, []);
    assert.equal(sections?.gentoo, undefined);
    assert.deepEqual(sections?.jobs.registries, {});
  });
});
