import assert from "node:assert/strict";

import { parse } from "yaml";

import type { configurationDocument } from "../../../components/jenkins/configuration/document";
import { JenkinsController } from "../../../components/jenkins/jenkins-controller";
import { controller, controllerArgs as args } from "../../support/controller";
import { deploy, type Deployment } from "../../support/deploy";
import { named, single } from "../../support/find";
import { mockPassword } from "../../support/mock-state";
import { isSecret, unwrapped } from "../../support/secrets";

describe("JenkinsController", () => {
  let deployment: Deployment;

  before(async () => {
    deployment = await controller();
  });

  describe("access", () => {
    it("in the jobs namespace is what running agents takes (A-05)", () => {
      const { metadata, rules } = deployment.only("Role", "jenkins-agents").inputs;
      assert.equal(metadata.namespace, "jenkins-jobs");
      assert.deepEqual(
        rules.map(({ resources, verbs }) => `${resources.join()}: ${verbs.join()}`),
        [
          "pods: create,delete,get,list,patch,watch",
          "pods/exec: create,get",
          "pods/log: get",
          "events: get,list,watch",
          "persistentvolumeclaims: create",
        ],
      );
    });

    it("in its own namespace is reading Secrets, nothing else (A-04)", () => {
      const { metadata, rules } = deployment.only("Role", "jenkins-credentials").inputs;
      assert.equal(metadata.namespace, "jenkins");
      assert.deepEqual(rules, [
        { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list", "watch"] },
      ]);
    });

    it("is bound to its own ServiceAccount alone (E-06)", () => {
      const bindings = deployment.all("RoleBinding");
      assert.equal(bindings.length, 2);
      for (const { inputs } of bindings) {
        assert.equal(inputs.roleRef.name, inputs.metadata.name);
        assert.deepEqual(inputs.subjects, [
          { kind: "ServiceAccount", name: "jenkins", namespace: "jenkins" },
        ]);
      }
    });
  });

  describe("exposure", () => {
    it("is one Service for users and one for agents, both inside the cluster (A-08, B-01)", () => {
      const services = deployment.all("Service").map(({ inputs }) => inputs);
      assert.deepEqual(
        services.map(({ metadata, spec }) => [metadata.name, spec.type, single(spec.ports).port]),
        [
          ["jenkins-agent", "ClusterIP", 50000],
          ["jenkins", "ClusterIP", 8080],
        ],
      );
    });

    it("is not waited for: the StatefulSet proves that Jenkins answers", () => {
      for (const { inputs } of deployment.all("Service"))
        assert.deepEqual(inputs.metadata.annotations, { "pulumi.com/skipAwait": "true" });
    });

    it("selects the controller's pod by labels it has, and ports it names", () => {
      const { metadata } = deployment.only("StatefulSet").inputs.spec.template;
      const ports = single(pod().containers).ports.map(({ name }) => name);
      for (const { inputs } of deployment.all("Service")) {
        for (const [key, value] of Object.entries(inputs.spec.selector))
          assert.equal(metadata.labels[key], value);
        assert.ok(ports.includes(String(single(inputs.spec.ports).targetPort)));
      }
    });
  });

  describe("administrator", () => {
    it("has a random password of at least 22 characters (C-09)", () => {
      const { inputs } = deployment.only("RandomPassword");
      assert.deepEqual([inputs.length, inputs.special], [32, false]);
    });

    it("is in an encrypted Secret that is replaced, not changed", () => {
      const { inputs } = deployment.only("Secret");
      assert.equal(inputs.immutable, true);
      assert.equal("name" in inputs.metadata, false);
      assert.ok(
        isSecret(inputs.stringData) || isSecret(inputs.stringData["jenkins-admin-password"]),
      );
      assert.deepEqual(unwrapped(inputs.stringData), {
        "jenkins-admin-user": "admin",
        "jenkins-admin-password": mockPassword("jenkins-admin"),
      });
    });

    it("is read with a command that holds no password (B-02)", async () => {
      let command = "";
      await deploy(() => {
        const { adminPasswordCommand } = new JenkinsController("jenkins", args);
        adminPasswordCommand.apply((text) => (command = text));
      });
      assert.equal(
        command,
        `kubectl --namespace jenkins get secret jenkins-admin-0a1b2c3d --output go-template='{{index .data "jenkins-admin-password" | base64decode}}'`,
      );
    });
  });

  describe("configuration", () => {
    it("rolls the pod when it changes: immutable, and named anew (A-14)", () => {
      for (const name of ["jenkins-configuration", "jenkins-plugins"]) {
        const { inputs } = deployment.only("ConfigMap", name);
        assert.equal(inputs.immutable, true);
        assert.equal("name" in inputs.metadata, false);
      }
      assert.equal(volume("configuration").configMap.name, "jenkins-configuration-0a1b2c3d");
      assert.equal(volume("plugins").configMap.name, "jenkins-plugins-0a1b2c3d");
      assert.equal(volume("admin").secret.secretName, "jenkins-admin-0a1b2c3d");
    });

    it("offers the default agent and those it is given (B-07, C-19)", async () => {
      const agents = [{ name: "x", labels: ["x"], forAnyBuild: false, arch: "amd64" as const }];
      const { data } = (await controller({ agents })).only(
        "ConfigMap",
        "jenkins-configuration",
      ).inputs;
      const document = parse(data["jenkins.yaml"]!) as ReturnType<typeof configurationDocument>;
      const { templates, namespace } = single(document.jenkins.clouds).kubernetes;
      assert.deepEqual(
        templates.map(({ name }) => name),
        ["default", "x"],
      );
      assert.equal(namespace, "jenkins-jobs");
    });
  });

  function pod() {
    return deployment.only("StatefulSet").inputs.spec.template.spec;
  }

  function volume(wanted: string) {
    return named(pod().volumes, wanted);
  }
});
