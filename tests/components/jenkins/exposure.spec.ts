import assert from "node:assert/strict";

import type { ExposureSettings } from "../../../components/jenkins/exposure/settings";
import type { Deployment } from "../../support/deploy";
import { single } from "../../support/find";
import { exposed, gateway, ingress, webhooks } from "./exposed";

describe("exposeController", () => {
  describe("without exposure", () => {
    let deployment: Deployment;
    before(async () => {
      deployment = await exposed({});
    });

    it("makes two Services inside the cluster, nothing else (A-08, B-25)", () => {
      assert.deepEqual(
        deployment
          .all("Service")
          .map(({ inputs: { metadata, spec } }) => [
            metadata.name,
            spec.type,
            single(spec.ports).port,
          ]),
        [
          ["jenkins-agent", "ClusterIP", 50000],
          ["jenkins", "ClusterIP", 8080],
        ],
      );
      assert.equal(deployment.resources.filter(({ custom }) => custom).length, 2);
    });

    it("has no Service for agents that come through the web address (C-22)", async () => {
      const { inputs } = (await exposed({}, undefined, "webSocket")).only("Service");
      assert.equal(inputs.metadata.name, "jenkins");
    });

    it("keeps a pod in the Services whose new configuration was refused", () => {
      for (const { inputs } of deployment.all("Service"))
        assert.equal(inputs.spec.publishNotReadyAddresses, true);
    });
  });

  describe("with a load balancer", () => {
    it("has its fixed address, its networks and its port (E-09, B-25)", async () => {
      const { metadata, spec } = await httpService({
        type: "load-balancer",
        loadBalancer: {
          controller: "other",
          address: "2001:db8:0::40",
          port: 443,
          sourceRanges: ["2001:db8::/32"],
          annotations: { "metallb.io/address-pool": "servers" },
        },
      });
      assert.equal(spec.type, "LoadBalancer");
      assert.equal(spec.loadBalancerIP, "2001:db8::40");
      assert.deepEqual(spec.ipFamilies, ["IPv6"]);
      assert.deepEqual(spec.loadBalancerSourceRanges, ["2001:db8::/32"]);
      assert.equal(spec.externalTrafficPolicy, "Local");
      assert.deepEqual([single(spec.ports).port, single(spec.ports).targetPort], [443, "http"]);
      assert.equal(metadata.annotations["metallb.io/address-pool"], "servers");
    });

    it("has both families of addresses where none is fixed", async () => {
      const { spec } = await httpService({ type: "load-balancer" });
      assert.equal(spec.ipFamilyPolicy, "PreferDualStack");
      assert.equal(spec.loadBalancerIP, undefined);
    });

    for (const [controller, annotation] of [
      ["aws", "service.beta.kubernetes.io/aws-load-balancer-healthcheck-path"],
      ["azure", "service.beta.kubernetes.io/azure-load-balancer-health-probe-request-path"],
    ] as const)
      it(`makes that of ${controller} ask for the login page, which answers 200 (E-12)`, async () => {
        const { metadata } = await httpService({
          type: "load-balancer",
          loadBalancer: { controller, port: 443, sourceRanges: [], annotations: {} },
        });
        assert.equal(metadata.annotations[annotation], "/ci/login");
      });

    it("asks external-dns for a record when told to (E-10)", async () => {
      const { metadata } = await httpService({ type: "load-balancer", externalDns: true });
      assert.equal(
        metadata.annotations["external-dns.alpha.kubernetes.io/hostname"],
        "jenkins.example",
      );
    });
  });

  it("opens the port of the nodes that it is told (B-25)", async () => {
    const nodePort = { port: 30080, sourceRanges: [] };
    const { spec } = await httpService({ type: "node-port", nodePort });
    assert.deepEqual([spec.type, single(spec.ports).nodePort], ["NodePort", 30080]);
    // The policies see who asks.
    assert.equal(spec.externalTrafficPolicy, "Local");
  });

  it("keeps agents inside the cluster whatever is exposed (A-08)", async () => {
    for (const change of [
      { type: "ingress", ingress, webhooks },
      { type: "gateway", gateway, webhooks },
      { type: "load-balancer" },
      { type: "node-port" },
    ] as const) {
      const deployment = await exposed(change);
      assert.equal(
        deployment.only("Service", "jenkins-agent-listener").inputs.spec.type,
        "ClusterIP",
      );
      const others = deployment.resources.filter(({ name }) => name !== "jenkins-agent-listener");
      assert.doesNotMatch(
        JSON.stringify(others.map(({ inputs }) => inputs)),
        /50000|jenkins-agent/,
      );
    }
  });
});

async function httpService(change: Partial<ExposureSettings>) {
  return (await exposed(change)).only("Service", "jenkins-http").inputs;
}
