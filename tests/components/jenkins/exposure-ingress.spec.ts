// That a controller obeys its annotations is not proven here.
import assert from "node:assert/strict";

import type { ExposureSettings } from "../../../components/jenkins/exposure/settings";
import { single } from "../../support/find";
import { exposed, ingress } from "./exposed";

describe("exposeController", () => {
  describe("with an Ingress", () => {
    it("serves the host and the path of the address, and no other port (A-08, E-10)", async () => {
      const { spec } = (await exposed({ type: "ingress", ingress })).only("Ingress").inputs;
      assert.equal(spec.ingressClassName, "nginx");
      const { host, http } = single(spec.rules);
      assert.equal(host, "jenkins.example");
      assert.deepEqual(http.paths, [
        {
          path: "/ci",
          pathType: "Prefix",
          backend: { service: { name: "jenkins", port: { number: 8080 } } },
        },
      ]);
    });

    it("serves everything of an address without a path", async () => {
      const deployment = await exposed({ type: "ingress", ingress }, "https://jenkins.example/");
      const { http } = single(deployment.only("Ingress").inputs.spec.rules);
      assert.equal(single(http.paths).path, "/");
    });

    it("is not waited for: many controllers write no status", async () => {
      const annotations = await annotationsOf({ type: "ingress", ingress });
      assert.equal(annotations["pulumi.com/skipAwait"], "true");
    });

    it("has its certificate made by the issuer, which has to be there (E-11, C-30)", async () => {
      const deployment = await exposed({ type: "ingress", ingress });
      const { inputs, opts } = deployment.only("Ingress");
      assert.equal(inputs.metadata.annotations["cert-manager.io/cluster-issuer"], "letsencrypt");
      assert.deepEqual(inputs.spec.tls, [
        { hosts: ["jenkins.example"], secretName: "jenkins-tls" },
      ]);
      const needed = deployment.only("CustomResourceDefinition");
      assert.equal(
        needed.name,
        "needed-by-exposure.ingress.tls.clusterIssuer--certificates.cert-manager.io",
      );
      assert.equal(needed.read, true);
      assert.equal((opts.dependsOn as unknown[]).length, 1);
    });

    it("asks an issuer of its own namespace just so (E-11)", async () => {
      const tls = { issuer: "ca", secretName: "jenkins-certificate" };
      const deployment = await exposed({ type: "ingress", ingress: { ...ingress, tls } });
      const { metadata, spec } = deployment.only("Ingress").inputs;
      assert.equal(metadata.annotations["cert-manager.io/issuer"], "ca");
      assert.equal(single(spec.tls).secretName, "jenkins-certificate");
    });

    it("takes a certificate that is there already, and needs no operator for it (E-11)", async () => {
      const tls = { secretName: "jenkins-certificate" };
      const deployment = await exposed({ type: "ingress", ingress: { ...ingress, tls } });
      assert.equal(single(deployment.only("Ingress").inputs.spec.tls).secretName, tls.secretName);
      assert.deepEqual(deployment.all("CustomResourceDefinition"), []);
    });

    it("makes ingress-nginx redirect, take large uploads, wait, and refuse old ciphers (E-11)", async () => {
      const annotations = await annotationsOf({ type: "ingress", ingress });
      const prefix = "nginx.ingress.kubernetes.io";
      assert.equal(annotations[`${prefix}/force-ssl-redirect`], "true");
      assert.equal(annotations[`${prefix}/proxy-body-size`], "100m");
      assert.equal(annotations[`${prefix}/proxy-request-buffering`], "off");
      assert.equal(annotations[`${prefix}/proxy-read-timeout`], "3600");
      assert.equal(annotations[`${prefix}/proxy-send-timeout`], "3600");
      // Suites with authenticated encryption came with TLS 1.2.
      for (const suite of annotations[`${prefix}/ssl-ciphers`]!.split(":"))
        assert.match(
          suite,
          /^ECDHE-(RSA|ECDSA)-(AES(128|256)-GCM-SHA(256|384)|CHACHA20-POLY1305)$/,
        );
    });

    it("makes an AWS load balancer redirect, keep to TLS 1.3, wait, and ask for the login page (E-11, E-12)", async () => {
      const annotations = await annotationsOf({
        type: "ingress",
        ingress: {
          ...ingress,
          controller: "aws-load-balancer",
          tls: {},
          minimumTls: "TLSv1.3",
        },
      });
      const prefix = "alb.ingress.kubernetes.io";
      assert.equal(annotations[`${prefix}/healthcheck-path`], "/ci/login");
      assert.equal(annotations[`${prefix}/success-codes`], "200");
      assert.equal(annotations[`${prefix}/ssl-redirect`], "443");
      assert.equal(annotations[`${prefix}/ssl-policy`], "ELBSecurityPolicy-TLS13-1-3-2021-06");
      assert.equal(
        annotations[`${prefix}/load-balancer-attributes`],
        "idle_timeout.timeout_seconds=3600",
      );
    });

    it("gives Traefik its TLS version and a redirect by objects of its own (E-11, C-30)", async () => {
      const deployment = await exposed({
        type: "ingress",
        ingress: { ...ingress, className: "traefik", controller: "traefik", minimumTls: "TLSv1.3" },
      });
      assert.deepEqual(deployment.only("TLSOption").inputs.spec, { minVersion: "VersionTLS13" });
      assert.deepEqual(deployment.only("Middleware").inputs.spec, {
        redirectScheme: { scheme: "https", permanent: true },
      });
      const prefix = "traefik.ingress.kubernetes.io";
      const secure = deployment.only("Ingress", "jenkins-ingress").inputs;
      assert.equal(secure.metadata.annotations[`${prefix}/router.entrypoints`], "websecure");
      assert.equal(
        secure.metadata.annotations[`${prefix}/router.tls.options`],
        "jenkins-jenkins@kubernetescrd",
      );
      const plain = deployment.only("Ingress", "jenkins-ingress-redirect").inputs;
      assert.equal(plain.metadata.annotations[`${prefix}/router.entrypoints`], "web");
      assert.equal(
        plain.metadata.annotations[`${prefix}/router.middlewares`],
        "jenkins-jenkins-redirect@kubernetescrd",
      );
      assert.equal(plain.spec.tls, undefined);
      assert.deepEqual(
        deployment.all("CustomResourceDefinition").map(({ name }) => name),
        [
          "needed-by-exposure.ingress.controller--middlewares.traefik.io",
          "needed-by-exposure.ingress.controller--tlsoptions.traefik.io",
          "needed-by-exposure.ingress.tls.clusterIssuer--certificates.cert-manager.io",
        ],
      );
    });

    it("lets the annotations of the settings win", async () => {
      const annotations = await annotationsOf({
        type: "ingress",
        ingress: {
          ...ingress,
          annotations: {
            "nginx.ingress.kubernetes.io/proxy-body-size": "1g",
            "example.org/x": "y",
          },
        },
      });
      assert.equal(annotations["nginx.ingress.kubernetes.io/proxy-body-size"], "1g");
      assert.equal(annotations["example.org/x"], "y");
    });

    it("adds nothing of its own for a controller it does not know", async () => {
      const annotations = await annotationsOf({
        type: "ingress",
        ingress: { ...ingress, controller: "other", tls: { secretName: "tls" } },
      });
      assert.deepEqual(annotations, { "pulumi.com/skipAwait": "true" });
    });

    it("asks external-dns for a record when told to (E-10)", async () => {
      const annotations = await annotationsOf({ type: "ingress", ingress, externalDns: true });
      assert.equal(annotations["external-dns.alpha.kubernetes.io/hostname"], "jenkins.example");
    });
  });
});

async function annotationsOf(change: Partial<ExposureSettings>) {
  return (await exposed(change)).only("Ingress").inputs.metadata.annotations;
}
