import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { stateResources } from "../../commands/diagram/resources";
import { drawn, topologyOf, type DiagramResource } from "../../diagram";
import { renderedStack } from "../policy/support/rendered";

describe("topologyOf", function () {
  // The whole program is rendered, beside whatever else a machine does.
  this.timeout(60_000);
  let resources: readonly DiagramResource[];

  before(async () => {
    resources = await renderedStack("prod");
  });

  it("is what docs/topology.svg shows of Pulumi.prod.yaml", () => {
    const file = join(__dirname, "../../docs/topology.svg");
    assert.equal(
      readFileSync(file, "utf8"),
      drawn(topologyOf("prod", resources)),
      "run: npm run diagram -- --out docs/topology.svg",
    );
  });

  it("does not depend on the order of resources", () => {
    const reversed = [...resources].reverse();
    assert.deepEqual(topologyOf("prod", reversed), topologyOf("prod", resources));
  });

  it("finds who may talk to whom in the network policies", () => {
    const { spaces } = topologyOf("prod", resources);
    assert.deepEqual(
      spaces.map(({ name, role }) => `${name} ${role}`),
      ["jenkins controller", "jenkins-jobs builds", "jenkins-storage storage"],
    );
    assert.deepEqual(
      spaces[1]?.traffic.map(({ sign, text, note }) => `${sign} ${text} ${note}`),
      [
        "in fd5c:1a8:7e2b::/48 gentoo-rsync · 8730",
        "out jenkins agent · 8080 50000",
        "out public hosts agent · 80 443",
        "out 2001:db8:5c1a::22 agent · 22",
        "out 2001:db8:5c1a::80 agent · 22",
        "out public hosts gentoo-repository · 80 443 873",
      ],
    );
  });

  it("follows data from the claim to the NAS", () => {
    const { items, portal, spaces, nodes } = topologyOf("prod", resources);
    assert.equal(portal, "[fd5c:1a8:7e2b:30::10]:3260");
    assert.deepEqual(
      items.map(({ kind, name, size, claim }) => `${kind} ${name} ${size} ${claim}`),
      [
        "lun buildroot 200Gi jenkins-jobs/buildroot",
        "lun jenkins 500Gi jenkins/jenkins",
        "folder /volume1/gentoo-binpkgs 200Gi jenkins-jobs/gentoo-binary-packages",
        "folder /volume1/gentoo-repos 16Gi jenkins-jobs/gentoo-repository",
      ],
    );
    assert.deepEqual(
      spaces[0]?.contents.filter(({ sign }) => sign === "claim"),
      [{ sign: "claim", text: "jenkins", note: "500Gi iSCSI" }],
    );
    assert.equal(nodes.length, 3);
  });

  it("says on which machines nothing of the stack runs (A-09, A-15)", () => {
    assert.deepEqual(topologyOf("prod", resources).architectures, ["amd64"]);
  });

  it("knows the namespaces of teams", () => {
    const metadata = { name: "jenkins-web", labels: { "app.kubernetes.io/component": "jobs" } };
    const type = "kubernetes:core/v1:Namespace";
    const team = { type, name: "team-web", inputs: { metadata } };
    const { spaces } = topologyOf("prod", [team, ...resources]);
    assert.deepEqual(
      [spaces.at(-1)?.name, spaces.at(-1)?.role, spaces.at(-1)?.traffic],
      ["jenkins-web", "team", []],
    );
  });

  it("is complete for a stack of which nothing is there yet", () => {
    const empty = topologyOf("new", []);
    assert.deepEqual([empty.spaces, empty.nodes, empty.items, empty.portal], [[], [], [], ""]);
  });
});

describe("stateResources", () => {
  const urn = "urn:pulumi:prod::jenkins-stack::kubernetes:core/v1:Namespace::jobs";
  const type = "kubernetes:core/v1:Namespace";

  it("takes what the stack made, and neither components nor what was looked up", () => {
    const state = {
      deployment: {
        resources: [
          { urn, type, custom: true, inputs: { metadata: { name: "jenkins-jobs" } } },
          { urn: `${urn}2`, type, custom: true, external: true, inputs: {} },
          { urn: `${urn}3`, type: "jenkins-stack:index:JobNamespace" },
        ],
      },
    };
    assert.deepEqual(stateResources(JSON.stringify(state)), [
      { type, name: "jobs", inputs: { metadata: { name: "jenkins-jobs" } } },
    ]);
  });

  it("repeats nothing of a text that is no state", () => {
    assert.throws(
      () => stateResources('{"deployment": "s3cret'),
      /^Failure: --live: expected what pulumi stack export prints in version 3, got another text$/,
    );
  });
});
