import assert from "node:assert/strict";

import {
  JenkinsController,
  type JenkinsControllerArgs,
} from "../../../components/jenkins/jenkins-controller";
import { controller, controllerArgs as args } from "../../support/controller";
import { deploy, type Deployment } from "../../support/deploy";
import { named } from "../../support/find";
import { mockPassword } from "../../support/mock-state";
import { isSecret, unwrapped } from "../../support/secrets";

describe("JenkinsController", () => {
  let deployment: Deployment;
  let made: JenkinsController;
  let passwordCommand = "";

  before(async () => {
    deployment = await deploy(() => {
      made = new JenkinsController("jenkins", { ...args, declaredNodes: ["worker-1", "worker-2"] });
      made.adminPasswordCommand.apply((command) => (passwordCommand = command));
    });
  });

  it("is one pod, ever, of a StatefulSet (A-13, E-01)", () => {
    const { spec, metadata } = deployment.only("StatefulSet").inputs;
    assert.equal(spec.replicas, 1);
    assert.deepEqual([metadata.name, metadata.namespace], ["jenkins", "jenkins"]);
    assert.equal("volumeClaimTemplates" in spec, false);
  });

  it("takes a correction also while its pod is not ready", () => {
    assert.equal(deployment.only("StatefulSet").inputs.spec.podManagementPolicy, "Parallel");
  });

  it("is waited for longer than everything the settings grant it time for (A-12, B-24)", async () => {
    const timeouts = (found: Deployment) => found.only("StatefulSet").opts.customTimeouts;
    assert.deepEqual(timeouts(deployment), { create: "32m", update: "32m" });
    const { metadata } = deployment.only("StatefulSet").inputs;
    assert.doesNotMatch(JSON.stringify(metadata), /skipAwait/);
    const slow = await controller({ startupMinutes: 60, shutdownSeconds: 601 });
    assert.deepEqual(timeouts(slow), { create: "81m", update: "81m" });
  });

  it("may be evicted when its node is drained", () => {
    const { metadata, spec } = deployment.only("PodDisruptionBudget").inputs;
    assert.equal(metadata.namespace, "jenkins");
    assert.deepEqual([spec.maxUnavailable, spec.unhealthyPodEvictionPolicy], [1, "AlwaysAllow"]);
    const { labels } = deployment.only("StatefulSet").inputs.spec.template.metadata;
    for (const [key, value] of Object.entries(spec.selector.matchLabels))
      assert.equal(labels[key], value);
  });

  describe("in maintenance", () => {
    it("has no pod, keeps every object, and waits for nobody (A-13)", async () => {
      const stopped = await controller({ maintenance: true });
      assert.equal(stopped.only("StatefulSet").inputs.spec.replicas, 0);
      assert.deepEqual(stopped.all("Job"), []);
      const others = (found: Deployment) =>
        found
          .inventory()
          .filter((line) => !line.includes("/Job/") && !line.includes("jenkins-configuration"));
      assert.deepEqual(others(stopped), others(deployment));
    });
  });

  describe("its pod", () => {
    it("states requests and limits, and its exact image, in every container (A-01, E-02)", () => {
      assert.ok(containers().length >= 3);
      for (const { name, image, imagePullPolicy, resources } of containers()) {
        assert.equal(image, args.image, name);
        assert.equal(imagePullPolicy, "IfNotPresent", name);
        for (const resource of ["cpu", "memory", "ephemeral-storage"]) {
          assert.ok(resources.requests[resource], `${name} requests no ${resource}`);
          assert.ok(resources.limits[resource], `${name} has no limit of ${resource}`);
        }
      }
    });

    it("satisfies the restricted Pod Security level in every container (E-21, D-03)", () => {
      for (const { name, securityContext } of containers())
        assert.deepEqual(
          securityContext,
          {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            readOnlyRootFilesystem: true,
          },
          name,
        );
      for (const volume of pod().volumes) assert.equal("hostPath" in volume, false);
    });

    it("prepares its home before Jenkins starts (B-03, C-18)", () => {
      assert.equal(pod().initContainers[0]?.name, "prepare-home");
    });

    it("mounts no volume it has not, and has none it does not mount", () => {
      const mounted = containers().flatMap(({ volumeMounts }) =>
        volumeMounts.map(({ name }) => name),
      );
      assert.deepEqual(
        [...new Set(mounted)].sort(),
        pod()
          .volumes.map(({ name }) => name)
          .sort(),
      );
    });

    it("runs a script that ends builds at the limit, beside those of the settings (D-17, C-33)", async () => {
      const scripts = async (buildTimeoutMinutes: number, initGroovy = {}) => {
        const configuration = { ...args.configuration, buildTimeoutMinutes };
        const found = await controller({ configuration, initGroovy });
        return found
          .all("ConfigMap")
          .filter(({ name }) => name === "jenkins-init-groovy")
          .map(({ inputs }) => inputs.data as Record<string, string>);
      };
      const [both] = await scripts(90, { "own.groovy": "println 1" });
      assert.deepEqual(Object.keys(both ?? {}).sort(), [
        "build-timeout.groovy",
        "own.groovy",
        "quiet-start.groovy",
      ]);
      assert.match(both?.["build-timeout.groovy"] ?? "", /MINUTES\.toMillis\(90L\)/);
      const [without] = await scripts(0);
      assert.deepEqual(Object.keys(without ?? {}), ["quiet-start.groovy"]);
    });

    it("asks the settings' proxy for plugins too", async () => {
      const proxy = { url: "http://proxy.example:3128", direct: [] };
      const egress = { proxy: { networks: ["192.0.2.1/32"], ports: [3128] } };
      const network = { ...args.exposure.network, egress };
      const proxied = await controller({ proxy, exposure: { ...args.exposure, network } });
      const { env } = named(podOf(proxied).initContainers, "prepare-home");
      assert.equal(named(env, "HTTPS_PROXY").value, "http://proxy.example:3128");
      assert.match(named(env, "JAVA_OPTS").value, /-Dhttps\.proxyHost=proxy\.example/);
    });
  });

  describe("administrator", () => {
    it("has a random password of at least 22 characters (C-09)", () => {
      const { inputs } = deployment.only("RandomPassword", "jenkins-admin");
      assert.deepEqual([inputs.length, inputs.special], [32, false]);
    });

    it("is in an encrypted Secret that is replaced, not changed", () => {
      const { inputs } = deployment.only("Secret", "jenkins-admin");
      assert.equal(inputs.immutable, true);
      assert.equal("name" in inputs.metadata, false);
      assert.ok(
        isSecret(inputs.stringData) || isSecret(inputs.stringData["jenkins-admin-password"]),
      );
      assert.deepEqual(unwrapped(inputs.stringData), {
        "jenkins-admin-user": "admin",
        "jenkins-admin-password": mockPassword("jenkins-admin"),
      });
      assert.deepEqual(named(pod().volumes, "secrets").projected.sources, [
        { secret: { name: "jenkins-admin-0a1b2c3d" } },
      ]);
    });

    it("is told the operator by login name and by a command that holds no password (B-02)", () => {
      assert.equal(made.adminUser, "admin");
      assert.equal(
        passwordCommand,
        `kubectl --namespace jenkins get secret jenkins-admin-0a1b2c3d --output go-template='{{index .data "jenkins-admin-password" | base64decode}}'`,
      );
    });
  });

  it("restarts for a changed list of plugins (B-03)", () => {
    const { inputs } = deployment.only("ConfigMap", "jenkins-plugins");
    assert.equal(inputs.immutable, true);
    assert.equal("name" in inputs.metadata, false);
    assert.equal(named(pod().volumes, "plugins").configMap.name, "jenkins-plugins-0a1b2c3d");
  });

  it("hands credentials on, and says who sees them (A-50, A-53)", async () => {
    let visibility: unknown;
    const withCredential: JenkinsControllerArgs = {
      ...args,
      credentials: { "mail-login": { type: "usernamePassword", username: "ci", global: true } },
      credentialSecrets: { "mail-login": { password: args.namespace as never } },
    };
    const found = await deploy(() => {
      visibility = new JenkinsController("jenkins", withCredential).credentialVisibility;
    });
    const { parent, inputs } = found.only("Secret", "jenkins-credentials-mail-login");
    assert.equal(parent, "jenkins-credentials");
    assert.equal(inputs.metadata.namespace, "jenkins");
    assert.deepEqual(Object.keys(visibility as object), ["mail-login"]);
  });

  it("says where it runs (A-09)", () => {
    assert.match(made.placement, /network\.example\/storage.*; 2 declared nodes have the label/);
  });

  function pod() {
    return podOf(deployment);
  }

  function podOf(found: Deployment) {
    return found.only("StatefulSet").inputs.spec.template.spec;
  }

  function containers() {
    return [...pod().initContainers, ...pod().containers];
  }
});
