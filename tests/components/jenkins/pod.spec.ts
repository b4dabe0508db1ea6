import assert from "node:assert/strict";

import type { types } from "@pulumi/kubernetes";

import { controllerPod, type ControllerPodArgs } from "../../../components/jenkins/pod";
import { containerSecurity, joined } from "../../../components/jenkins/pod-parts";
import { named, single } from "../../support/find";

type PodTemplate = types.output.core.v1.PodTemplateSpec;

const image = "docker.io/jenkins/jenkins:2.580.1-jdk21";
const args: ControllerPodArgs = {
  image,
  cpuRequest: "500m",
  cpuLimit: "4",
  memoryRequest: "4Gi",
  memoryLimit: "6Gi",
  ephemeralStorageRequest: "1Gi",
  ephemeralStorageLimit: "5Gi",
  heapPercent: 55,
  javaOptions: [],
  startupMinutes: 20,
  shutdownSeconds: 120,
  arch: "amd64",
  tolerations: {},
  nodeFailureSeconds: 120,
  nodes: { key: "network.example/storage", operator: "Exists" },
  selinux: { strategy: "none" },
  podLabels: {},
  podAnnotations: {},
  prefix: "",
  transport: "tcp",
  serviceAccount: "jenkins",
  claimName: "jenkins-home",
  configuration: ["jenkins-configuration"],
  parts: joined([{ secrets: ["jenkins-admin"] }]),
};

describe("controllerPod", () => {
  const pod = podOf();

  it("runs exactly the pinned image and pulls it once (A-01)", () => {
    const { image: used, imagePullPolicy } = jenkins();
    assert.deepEqual([used, imagePullPolicy], [image, "IfNotPresent"]);
  });

  it("keeps its home on the claim (A-20, E-24)", () => {
    assert.deepEqual(named(pod.spec.volumes, "home"), {
      name: "home",
      persistentVolumeClaim: { claimName: "jenkins-home" },
    });
    assert.deepEqual(mount("home"), { name: "home", mountPath: "/var/jenkins_home" });
  });

  it("walks a huge home only when its owner is wrong (A-12)", () => {
    const { fsGroup, fsGroupChangePolicy } = pod.spec.securityContext;
    assert.deepEqual([fsGroup, fsGroupChangePolicy], [1000, "OnRootMismatch"]);
  });

  it("satisfies the restricted Pod Security level with a read-only root (E-21)", () => {
    const { runAsUser, runAsGroup, runAsNonRoot, seccompProfile } = pod.spec.securityContext;
    assert.deepEqual([runAsUser, runAsGroup, runAsNonRoot], [1000, 1000, true]);
    assert.deepEqual(seccompProfile, { type: "RuntimeDefault" });
    assert.deepEqual(jenkins().securityContext, containerSecurity);
    assert.deepEqual(containerSecurity, {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    });
  });

  it("mounts nothing of its node (D-03)", () => {
    for (const volume of pod.spec.volumes) assert.equal("hostPath" in volume, false);
    for (const field of ["hostNetwork", "hostPID", "hostIPC"])
      assert.equal(field in pod.spec, false);
  });

  it("carries the label of its SELinux strategy (A-10, A-11)", () => {
    const selinux = { strategy: "crio-annotation", level: "s0:c35,c75" } as const;
    const labelled = podOf({ selinux, podAnnotations: { "fluentbit.io/parser": "java" } });
    assert.deepEqual(labelled.spec.securityContext.seLinuxOptions, { level: "s0:c35,c75" });
    assert.deepEqual(labelled.metadata.annotations, {
      "fluentbit.io/parser": "java",
      "io.kubernetes.cri-o.TrySkipVolumeSELinuxLabel": "true",
      "try-skip-volume-selinux-label.crio.io": "true",
      "io.jenkins-stack.skip-selinux-label": "true",
    });
    assert.equal("seLinuxOptions" in pod.spec.securityContext, false);
    assert.deepEqual(pod.metadata.annotations, {});
  });

  it("is healthy when the login page is, and has minutes for its first start only (A-12, E-12)", () => {
    const { startupProbe, livenessProbe, readinessProbe } = jenkins();
    for (const probe of [startupProbe, livenessProbe, readinessProbe])
      assert.deepEqual(probe.httpGet, { path: "/login", port: "http" });
    assert.equal(startupProbe.periodSeconds * startupProbe.failureThreshold, 20 * 60);
    // One slow answer, say during a garbage collection, ends no Jenkins; a minute without any does.
    assert.deepEqual(
      [livenessProbe.periodSeconds, livenessProbe.timeoutSeconds, livenessProbe.failureThreshold],
      [10, 5, 5],
    );
    assert.equal(startupProbe.timeoutSeconds, 5);
    assert.equal(jenkins({ startupMinutes: 45 }).startupProbe.failureThreshold, 45 * 6);
  });

  it("is ready only when the user interface answers, for which a deployment waits (B-24)", () => {
    const { httpGet, timeoutSeconds, failureThreshold } = jenkins().readinessProbe;
    assert.deepEqual(httpGet, { path: "/login", port: "http" });
    assert.deepEqual([timeoutSeconds, failureThreshold], [5, 3]);
  });

  it("shows a deployment Jenkins' last words when it does not start", () => {
    assert.equal(jenkins().terminationMessagePolicy, "FallbackToLogsOnError");
  });

  it("is asked to stop in good time for running pipelines", () => {
    assert.equal(podOf({ shutdownSeconds: 300 }).spec.terminationGracePeriodSeconds, 300);
  });

  it("states requests and limits, and derives the heap from the limit (C-17, E-02)", () => {
    assert.deepEqual(jenkins().resources, {
      requests: { cpu: "500m", memory: "4Gi", "ephemeral-storage": "1Gi" },
      limits: { cpu: "4", memory: "6Gi", "ephemeral-storage": "5Gi" },
    });
    assert.match(environment()["JENKINS_JAVA_OPTS"] ?? "", /-XX:MaxRAMPercentage=55(\s|$)/);
  });

  it("takes options of the JVM: the stack's first, so that the settings' win (C-16)", () => {
    const parts = joined([{ javaOptions: ["-Dpart=1"], secrets: ["a"] }]);
    const { JENKINS_JAVA_OPTS } = environment({ parts, javaOptions: ["-Dmine=1", "-XX:+UseZGC"] });
    assert.equal(
      JENKINS_JAVA_OPTS,
      "-Djenkins.install.runSetupWizard=false -XX:MaxRAMPercentage=55 -Dpart=1 -Dmine=1 -XX:+UseZGC",
    );
    assert.equal("JAVA_OPTS" in environment(), false);
  });

  it("starts without the setup wizard and reads its configuration and secrets (C-04, E-13)", () => {
    const found = environment();
    assert.match(found["JENKINS_JAVA_OPTS"] ?? "", /-Djenkins.install.runSetupWizard=false/);
    assert.equal(found["CASC_JENKINS_CONFIG"], "/var/jenkins_home/casc_configs");
    assert.equal(mount("configuration").mountPath, "/var/jenkins_home/casc_configs");
    assert.equal(found["SECRETS"], mount("secrets").mountPath);
    assert.equal(found["CASC_STRICT_SECRET_RESOLUTION"], "true");
  });

  it("sees all ConfigMaps of its configuration, and all secrets, as one folder each", () => {
    const several = podOf({
      configuration: ["one", "two"],
      parts: joined([{ secrets: ["admin"] }, { secrets: ["mail"] }]),
    });
    assert.deepEqual(named(several.spec.volumes, "configuration").projected.sources, [
      { configMap: { name: "one" } },
      { configMap: { name: "two" } },
    ]);
    assert.deepEqual(named(several.spec.volumes, "secrets").projected, {
      defaultMode: 0o440,
      sources: [{ secret: { name: "admin" } }, { secret: { name: "mail" } }],
    });
  });

  it("writes only to folders of a known size (E-05)", () => {
    assert.match(environment()["JENKINS_OPTS"] ?? "", /^--webroot=\/var\/cache\/jenkins\/war$/);
    assert.equal(mount("cache").mountPath, "/var/cache/jenkins");
    assert.equal(mount("temporary").mountPath, "/tmp");
    const writable = jenkins().volumeMounts.filter(({ readOnly }) => !readOnly);
    assert.deepEqual(
      writable.map(({ name }) => name),
      ["home", "cache", "temporary"],
    );
    for (const { name, emptyDir } of pod.spec.volumes)
      if (["cache", "temporary"].includes(name)) assert.match(emptyDir.sizeLimit, /^\dGi$/);
  });

  it("gets a ServiceAccount token, which its cloud works with, and no variables of its Services (A-06)", () => {
    assert.equal(pod.spec.serviceAccountName, "jenkins");
    assert.equal(pod.spec.automountServiceAccountToken, true);
    assert.equal(pod.spec.enableServiceLinks, false);
  });

  it("logs to its standard output, with the labels that a shipper of logs goes by (E-05)", () => {
    // The image's own start script, under which Jenkins runs in the foreground.
    for (const field of ["command", "args"]) assert.equal(field in jenkins(), false);
    const { JENKINS_OPTS = "", JENKINS_JAVA_OPTS = "" } = environment();
    assert.doesNotMatch(JENKINS_OPTS + JENKINS_JAVA_OPTS, /log/i);
    const { labels, annotations } = podOf({
      podLabels: { "logs.example/ship": "yes" },
      podAnnotations: { "logs.example/parser": "java" },
    }).metadata;
    assert.equal(labels["logs.example/ship"], "yes");
    assert.equal(annotations["logs.example/parser"], "java");
  });

  it("follows the path of its address (E-12)", () => {
    const prefixed = jenkins({ prefix: "/jenkins" });
    assert.equal(prefixed.startupProbe.httpGet.path, "/jenkins/login");
    assert.match(environment({ prefix: "/jenkins" })["JENKINS_OPTS"] ?? "", / --prefix=\/jenkins$/);
  });

  it("has the settings' labels beside its own, which win", () => {
    const { labels } = podOf({
      podLabels: { team: "build", "app.kubernetes.io/component": "other" },
    }).metadata;
    assert.equal(labels["team"], "build");
    for (const [key, value] of Object.entries(pod.metadata.labels))
      assert.equal(labels[key], value);
  });

  it("takes a time zone", () => {
    assert.equal(environment({ timeZone: "Europe/Berlin" })["TZ"], "Europe/Berlin");
    assert.equal("TZ" in environment(), false);
  });

  it("asks a proxy for what is outside the cluster, and the API server itself (C-28)", () => {
    const proxy = { url: "http://[fd00::1]:3128", direct: [".example.org", "fd00::2"] };
    const found = environment({ proxy });
    const direct =
      "localhost,127.0.0.1,::1,.svc,.cluster.local,$(KUBERNETES_SERVICE_HOST),.example.org,fd00::2";
    for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"])
      assert.equal(found[name], "http://[fd00::1]:3128");
    for (const name of ["NO_PROXY", "no_proxy"]) assert.equal(found[name], direct);
    assert.match(
      found["JENKINS_JAVA_OPTS"] ?? "",
      / -Dhttp\.proxyHost=\[fd00::1\] -Dhttp\.proxyPort=3128 -Dhttps\.proxyHost=\[fd00::1\] -Dhttps\.proxyPort=3128 -Dhttp\.nonProxyHosts=localhost\|127\.0\.0\.1\|\[::1\]\|\*\.svc\|\*\.cluster\.local\|\$\(KUBERNETES_SERVICE_HOST\)\|\[\$\(KUBERNETES_SERVICE_HOST\)\]\|\*\.example\.org\|\[fd00::2\]$/,
    );
    assert.equal("HTTP_PROXY" in environment(), false);
  });

  function jenkins(overrides: Partial<ControllerPodArgs> = {}) {
    return single(podOf(overrides).spec.containers);
  }

  function mount(wanted: string) {
    return named(jenkins().volumeMounts, wanted);
  }

  function environment(overrides: Partial<ControllerPodArgs> = {}): Record<string, string> {
    const { env } = jenkins(overrides);
    assert.equal(new Set(env.map(({ name }) => name)).size, env.length);
    return Object.fromEntries(env.map(({ name, value }) => [name, value]));
  }
});

/** Every argument is a plain value, and so is the pod. */
function podOf(overrides: Partial<ControllerPodArgs> = {}): PodTemplate {
  return controllerPod({ ...args, ...overrides }) as unknown as PodTemplate;
}
