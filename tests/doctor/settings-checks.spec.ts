import assert from "node:assert/strict";

import { imageFindings } from "../../doctor/images";
import { nasFindings } from "../../doctor/nas";
import { networkFindings } from "../../doctor/network";
import { said, settings } from "./support/settings";

describe("networkFindings", () => {
  it("tells how to prove the MTU on a node, with the payload of the address family (A-24)", () => {
    const described = {
      "network.nodes.worker-2": { interface: "enp2s0", address: "fd00:1::22/64", mtu: 9000 },
    };
    assert.deepEqual(said(networkFindings(settings(described))), [
      "ok storage network: fd00:1::10 is on the link of 2 of 2 adapters (/64)",
      "ok MTU: 9000 bytes: every switch port in between must carry them, otherwise login works and bulk transfer hangs; on a node: ping -c 3 -M do -s 8952 fd00:1::10",
    ]);
    const plain = { "network.nodes": { "worker-1": {} }, "nas.portal": "192.0.2.10:3260" };
    assert.deepEqual(said(networkFindings(settings(plain))), [
      "ok storage network: no adapter has an address in the settings: that the portal is on its link is not known here",
      "ok MTU: 1500 bytes; on a node: ping -c 3 -M do -s 1472 192.0.2.10",
    ]);
  });
});

describe("imageFindings", () => {
  const digest = `docker.io/jenkins/jenkins:2.580.1-jdk21@sha256:${"a".repeat(64)}`;

  it("counts images and compares Jenkins with the lock file (A-01, B-04)", () => {
    const [images, plugins] = said(imageFindings(settings({ "jenkins.image": digest })));
    assert.equal(images, "ok images: 3 images, none with a moving tag, 1 by digest");
    assert.match(
      plugins!,
      /^ok Jenkins and plugins: Jenkins 2\.580\.1; \d+ plugins locked for 2\.580\.1$/,
    );
  });

  it("warns when the lock file is for another Jenkins", () => {
    const newer = { "jenkins.image": "docker.io/jenkins/jenkins:2.590.1-jdk21" };
    const [, plugins] = imageFindings(settings(newer));
    assert.equal(plugins?.state, "warning");
    assert.equal(
      plugins.fix,
      "resolve them for this one: npm run plugins -- update --core 2.590.1",
    );
  });

  it("asks nothing of an image that brings its plugins (C-02)", () => {
    const [, plugins] = said(imageFindings(settings({ "plugins.source": "image" })));
    assert.equal(plugins, "ok Jenkins and plugins: Jenkins 2.580.1, with the plugins of its image");
  });
});

describe("nasFindings", () => {
  it("tells the findings of the NAS from those of the cluster", () => {
    const findings = [
      { check: "clock", state: "ok", found: "agrees", fix: null },
      { check: "login", state: "error", found: "refused", fix: "correct it" },
    ];
    assert.deepEqual(nasFindings({ stdout: JSON.stringify({ findings }), stderr: "" }), [
      { check: "NAS clock", state: "ok", found: "agrees" },
      { check: "NAS login", state: "error", found: "refused", fix: "correct it" },
    ]);
  });

  it("repeats what the tool said when it found nothing out", () => {
    const stderr = "nas.certificateAuthority: expected a PEM file, got none; name one\n";
    assert.deepEqual(nasFindings({ stdout: "", stderr }), [
      {
        ...{ check: "NAS", state: "error", fix: "name one" },
        found: "nas.certificateAuthority: expected a PEM file, got none",
      },
    ]);
    assert.equal(nasFindings({ stdout: "{", stderr: "" })[0]?.state, "error");
  });
});
