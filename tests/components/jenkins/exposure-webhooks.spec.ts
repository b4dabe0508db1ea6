import assert from "node:assert/strict";

import type { IngressSettings } from "../../../components/jenkins/exposure/settings";
import { single } from "../../support/find";
import { exposed, gateway, ingress, webhooks } from "./exposed";

describe("exposeController", () => {
  describe("with a second host for webhooks", () => {
    it("lets nothing but the receivers through an Ingress, below the prefix (E-15)", async () => {
      const deployment = await exposed({ type: "ingress", ingress, webhooks });
      const { metadata, spec } = deployment.only("Ingress", "jenkins-webhooks").inputs;
      assert.equal(metadata.name, "jenkins-webhooks");
      const { host, http } = single(spec.rules);
      assert.equal(host, "hooks.example");
      assert.deepEqual(
        http.paths.map(({ path, pathType }) => [path, pathType]),
        [
          ["/ci/github-webhook/", "Exact"],
          ["/ci/git/notifyCommit", "Exact"],
        ],
      );
      assert.equal(spec.defaultBackend, undefined);
    });

    it("has a certificate of its own from the issuer, and shares one that is there", async () => {
      const secretNames = async (tls: IngressSettings["tls"]) => {
        const deployment = await exposed({
          type: "ingress",
          ingress: { ...ingress, tls },
          webhooks,
        });
        return deployment
          .all("Ingress")
          .map(({ inputs }) => single(inputs.spec.tls))
          .map(({ hosts, secretName }) => [single(hosts), secretName]);
      };
      assert.deepEqual(await secretNames({ issuer: "ca" }), [
        ["jenkins.example", "jenkins-tls"],
        ["hooks.example", "jenkins-tls-webhooks"],
      ]);
      assert.deepEqual(await secretNames({ secretName: "wildcard" }), [
        ["jenkins.example", "wildcard"],
        ["hooks.example", "wildcard"],
      ]);
    });

    it("may be served by another class or listener than users are", async () => {
      const elsewhere = { ...webhooks, className: "nginx-public", sectionName: "hooks" };
      const byIngress = await exposed({ type: "ingress", ingress, webhooks: elsewhere });
      assert.equal(
        byIngress.only("Ingress", "jenkins-webhooks").inputs.spec.ingressClassName,
        "nginx-public",
      );
      const byGateway = await exposed({ type: "gateway", gateway, webhooks: elsewhere });
      const { spec } = byGateway.only("HTTPRoute", "jenkins-webhooks").inputs;
      assert.deepEqual((spec as { parentRefs: unknown[] }).parentRefs, [
        { name: "public", namespace: "gateways", sectionName: "hooks" },
      ]);
    });

    it("lets nothing but the receivers through a Gateway (E-15)", async () => {
      const deployment = await exposed({ type: "gateway", gateway, webhooks });
      const { spec } = deployment.only("HTTPRoute", "jenkins-webhooks").inputs;
      const { rules, hostnames } = spec as {
        rules: { matches: unknown[] }[];
        hostnames: string[];
      };
      assert.deepEqual(hostnames, ["hooks.example"]);
      assert.deepEqual(single(rules).matches, [
        { path: { type: "Exact", value: "/ci/github-webhook/" } },
        { path: { type: "Exact", value: "/ci/git/notifyCommit" } },
      ]);
    });
  });
});
