import assert from "node:assert/strict";

import { exposed, gateway } from "./exposed";

describe("exposeController", () => {
  describe("with a Gateway", () => {
    it("joins the listener that terminates TLS, and needs the API to be there (E-09, C-30)", async () => {
      const deployment = await exposed({ type: "gateway", gateway });
      const { inputs, opts } = deployment.only("HTTPRoute", "jenkins-ingress");
      assert.equal(inputs.apiVersion, "gateway.networking.k8s.io/v1");
      assert.deepEqual(inputs.spec, {
        parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
        hostnames: ["jenkins.example"],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/ci" } }],
            timeouts: { request: "3600s" },
            backendRefs: [{ name: "jenkins", port: 8080 }],
          },
        ],
      });
      assert.equal(
        deployment.only("CustomResourceDefinition").name,
        "needed-by-exposure.type--httproutes.gateway.networking.k8s.io",
      );
      assert.equal((opts.dependsOn as unknown[]).length, 1);
    });

    it("sends plain requests to TLS (E-11)", async () => {
      const deployment = await exposed({ type: "gateway", gateway });
      const { spec } = deployment.only("HTTPRoute", "jenkins-ingress-redirect").inputs;
      assert.deepEqual(spec, {
        parentRefs: [{ name: "public", namespace: "gateways", sectionName: "http" }],
        hostnames: ["jenkins.example"],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/ci" } }],
            filters: [
              {
                type: "RequestRedirect",
                requestRedirect: { scheme: "https", statusCode: 301 },
              },
            ],
          },
        ],
      });
    });

    it("has no redirect where nothing listens without TLS", async () => {
      const tlsOnly = {
        name: "public",
        namespace: "gateways",
        sectionName: "https",
        readTimeoutSeconds: 60,
      };
      const deployment = await exposed({ type: "gateway", gateway: tlsOnly });
      assert.equal(deployment.all("HTTPRoute").length, 1);
    });
  });
});
