import assert from "node:assert/strict";

import { controller, controllerArgs as args } from "../../support/controller";
import type { Deployment } from "../../support/deploy";
import { named, single } from "../../support/find";

describe("controllerPod", () => {
  let deployment: Deployment;

  before(async () => {
    deployment = await controller();
  });

  it("is one, ever, of a StatefulSet (A-13)", () => {
    const { spec, metadata } = deployment.only("StatefulSet").inputs;
    assert.equal(spec.replicas, 1);
    assert.equal(metadata.name, "jenkins");
    assert.equal("volumeClaimTemplates" in spec, false);
  });

  it("runs exactly the pinned image and pulls it once (A-01)", () => {
    for (const { image, imagePullPolicy } of [...pod().initContainers, ...pod().containers]) {
      assert.equal(image, args.image);
      assert.equal(imagePullPolicy, "IfNotPresent");
    }
  });

  it("must run on an amd64 Linux node with a storage adapter, in one term (A-09, A-22, E-08)", () => {
    assert.deepEqual(pod().affinity, {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: "network.example/storage", operator: "Exists" },
                { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
                { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
              ],
            },
          ],
        },
      },
    });
    assert.equal("nodeSelector" in pod(), false);
  });

  it("keeps its home on the claim (A-20, E-24)", () => {
    assert.deepEqual(volume("home"), {
      name: "home",
      persistentVolumeClaim: { claimName: "jenkins" },
    });
    assert.deepEqual(mount("home"), { name: "home", mountPath: "/var/jenkins_home" });
  });

  it("walks a huge home only when its owner is wrong (A-12)", () => {
    const { fsGroup, fsGroupChangePolicy } = pod().securityContext;
    assert.deepEqual([fsGroup, fsGroupChangePolicy], [1000, "OnRootMismatch"]);
  });

  it("satisfies the restricted Pod Security level with a read-only root", () => {
    const { runAsUser, runAsNonRoot, seccompProfile } = pod().securityContext;
    assert.deepEqual([runAsUser, runAsNonRoot], [1000, true]);
    assert.deepEqual(seccompProfile, { type: "RuntimeDefault" });
    for (const { securityContext } of [...pod().initContainers, ...pod().containers])
      assert.deepEqual(securityContext, {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
      });
  });

  it("carries a fixed SELinux level, and the level alone, when one is set (A-10)", async () => {
    const labelled = await controller({ seLinuxLevel: "s0:c35,c75" });
    const { template } = labelled.only("StatefulSet").inputs.spec;
    assert.deepEqual(template.spec.securityContext.seLinuxOptions, { level: "s0:c35,c75" });
    assert.equal("seLinuxOptions" in pod().securityContext, false);
  });

  it("is healthy when the login page is, and has 20 minutes for its first start (A-12, E-12)", () => {
    const { startupProbe, livenessProbe, readinessProbe } = single(pod().containers);
    for (const probe of [startupProbe, livenessProbe, readinessProbe])
      assert.deepEqual(probe.httpGet, { path: "/login", port: "http" });
    assert.equal(startupProbe.periodSeconds * startupProbe.failureThreshold, 1200);
  });

  it("is waited for longer than that", () => {
    const { customTimeouts } = deployment.only("StatefulSet").opts;
    assert.deepEqual(customTimeouts, { create: "25m", update: "25m" });
  });

  it("states requests and limits, and derives the heap from the limit (C-17, E-02)", () => {
    for (const { resources } of [...pod().initContainers, ...pod().containers])
      assert.deepEqual(resources, {
        requests: { cpu: "500m", memory: "4Gi" },
        limits: { cpu: "4", memory: "4Gi" },
      });
    assert.match(environment()["JENKINS_JAVA_OPTS"] ?? "", /-XX:MaxRAMPercentage=\d\d\b/);
  });

  it("starts without the setup wizard and reads its configuration and secrets (C-04, E-13)", () => {
    assert.match(
      environment()["JENKINS_JAVA_OPTS"] ?? "",
      /-Djenkins.install.runSetupWizard=false/,
    );
    assert.equal(environment()["CASC_JENKINS_CONFIG"], "/var/jenkins_home/casc_configs");
    assert.equal(mount("configuration").mountPath, "/var/jenkins_home/casc_configs");
    assert.equal(environment()["SECRETS"], mount("admin").mountPath);
    assert.equal(environment()["CASC_STRICT_SECRET_RESOLUTION"], "true");
  });

  it("writes only to mounted folders", () => {
    const { env, volumeMounts } = single(pod().containers);
    assert.match(environment()["JENKINS_OPTS"] ?? "", /^--webroot=\/var\/cache\/jenkins\/war$/);
    assert.equal(mount("cache").mountPath, "/var/cache/jenkins");
    assert.equal(mount("temporary").mountPath, "/tmp");
    assert.equal(volumeMounts.length, 5);
    assert.equal(env.length, 5);
  });

  it("gets a ServiceAccount token, which its cloud works with (A-06)", () => {
    assert.equal(pod().serviceAccountName, "jenkins");
    assert.equal(pod().automountServiceAccountToken, true);
  });

  it("follows the path of its address", async () => {
    const prefixed = await controller({ url: "https://example.org/jenkins/" });
    const container = single(prefixed.only("StatefulSet").inputs.spec.template.spec.containers);
    assert.equal(container.startupProbe.httpGet.path, "/jenkins/login");
    const options = named(container.env, "JENKINS_OPTS");
    assert.match(options.value, / --prefix=\/jenkins$/);
  });

  function pod() {
    return deployment.only("StatefulSet").inputs.spec.template.spec;
  }

  function volume(wanted: string) {
    return named(pod().volumes, wanted);
  }

  function mount(wanted: string) {
    return named(single(pod().containers).volumeMounts, wanted);
  }

  function environment(): Record<string, string> {
    const { env } = single(pod().containers);
    return Object.fromEntries(env.map(({ name, value }) => [name, value]));
  }
});
