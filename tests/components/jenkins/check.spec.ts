import assert from "node:assert/strict";

import { checkController } from "../../../components/jenkins/check";
import type { JenkinsControllerArgs } from "../../../components/jenkins/jenkins-controller";
import { controller, controllerArgs as args } from "../../support/controller";

describe("checkController", () => {
  const rejections: Readonly<Record<string, [Partial<JenkinsControllerArgs>, string]>> = {
    "a moving image (A-01)": [
      { image: "docker.io/jenkins/jenkins:lts" },
      'image: expected an exact Jenkins version such as "docker.io/jenkins/jenkins:2.580.1-jdk21", or a digest, got "docker.io/jenkins/jenkins:lts"; a moving tag would upgrade Jenkins on every pod restart',
    ],
    "a moving agent image": [
      { agentImage: "docker.io/jenkins/inbound-agent:latest" },
      'agentImage: expected an image with its registry and an exact tag or digest, got "docker.io/jenkins/inbound-agent:latest"; a moving tag would change the software on every pod restart',
    ],
    "an address without its final slash": [
      { url: "https://example.org/jenkins" },
      'url: expected https://<host>[:<port>]/[<path>/], got "https://example.org/jenkins"; did you mean "https://example.org/jenkins/"?',
    ],
    "no administrator": [{ adminUser: "" }, 'adminUser: expected a login name, got ""'],
    "a cap of no pods": [
      { containerCap: 0 },
      "containerCap: expected a whole number from 1 to 1000, got 0",
    ],
    "a time of builds below none (D-17)": [
      { configuration: { ...args.configuration, buildTimeoutMinutes: -1 } },
      "configuration.buildTimeoutMinutes: expected a whole number from 0 to 43200, got -1",
    ],
    "a script in the place of the stack's own (C-33)": [
      { initGroovy: { "build-timeout.groovy": "" } },
      'initGroovy: expected file names that the stack itself does not use, got "build-timeout.groovy"',
    ],
    "too little memory (E-02)": [
      { memoryRequest: "1Gi", memoryLimit: "1Gi" },
      'memoryLimit: expected at least 2Gi, got "1Gi"',
    ],
    "more memory requested than allowed": [
      { memoryRequest: "8Gi" },
      'memoryRequest: expected at most the limit 4Gi, got "8Gi"',
    ],
    "more processor time requested than allowed": [
      { cpuRequest: "5" },
      'cpuRequest: expected at most the limit 4, got "5"',
    ],
    "less disk than its own folders may hold": [
      { ephemeralStorageLimit: "3Gi" },
      'ephemeralStorageLimit: expected at least 4Gi, got "3Gi"',
    ],
    "memory that is no quantity": [
      { memoryLimit: "4GB" },
      'memoryLimit: expected a Kubernetes quantity such as "200Gi", got "4GB"; did you mean "4G" or "4Gi"?',
    ],
    "processor time that is no quantity": [
      { cpuLimit: "many" },
      'cpuLimit: expected a Kubernetes quantity such as "500m", got "many"',
    ],
    "a heap of the whole limit (C-17)": [
      { heapPercent: 100 },
      "heapPercent: expected a whole number from 25 to 80, got 100",
    ],
    "a second word about the heap (C-16)": [
      { javaOptions: ["-Da=b", "-Xmx1g"] },
      'javaOptions[1]: expected an option that no setting decides, got "-Xmx1g"; the heap follows the memory limit: set jenkins.heapPercent',
    ],
    "a start that is cut short (A-12)": [
      { startupMinutes: 14 },
      "startupMinutes: expected a whole number from 15 to 120, got 14",
    ],
    "no time to stop": [
      { shutdownSeconds: 0 },
      "shutdownSeconds: expected a whole number from 30 to 3600, got 0",
    ],
    "a node that may be away for half a minute less": [
      { nodeFailureSeconds: 0.5 },
      "nodeFailureSeconds: expected a whole number from 30 to 3600, got 0.5",
    ],
    "an SELinux label in place of a level (A-10)": [
      { selinux: { strategy: "crio-annotation", level: "u:object_r:container_file_t:s0:c1,c2" } },
      'selinux.level: expected an SELinux level such as "s0:c35,c75", got "u:object_r:container_file_t:s0:c1,c2"; the level alone: did you mean "s0:c1,c2"?',
    ],
    "a proxy with a password": [
      { proxy: { url: "http://a:b@proxy.example:1", direct: [] } },
      "proxy.url: expected http://<host>:<port> without a user or password in it, got one with them; the address is shown in previews and in the pod",
    ],
    "a prefix of addresses past the proxy": [
      { proxy: { url: "http://proxy.example:1", direct: ["10.0.0.0/8"] } },
      'proxy.direct[0]: expected a host name, .domain or an address, got "10.0.0.0/8"; not every client understands a prefix of addresses',
    ],
    "a time zone nobody knows": [
      { timeZone: "Mars/Olympus" },
      'timeZone: expected a time zone such as "Europe/Berlin" or "Etc/UTC", got "Mars/Olympus"',
    ],
    "a label of the stack's own": [
      { podLabels: { "app.kubernetes.io/name": "x" } },
      'podLabels.app.kubernetes.io/name: expected a label key such as network.du5t1n.me/storage, got "app.kubernetes.io/name"; this prefix belongs to Kubernetes',
    ],
    "an annotation of two slashes": [
      { podAnnotations: { "a/b/c": "" } },
      'podAnnotations.a/b/c: expected an annotation key such as fluentbit.io/exclude, got "a/b/c"',
    ],
    "the taint of a lost node": [
      { tolerations: { "node.kubernetes.io/not-ready": {} } },
      'tolerations.node.kubernetes.io/not-ready: expected the key of a taint such as node-role.kubernetes.io/ci, got "node.kubernetes.io/not-ready"; set nodeFailureSeconds',
    ],
  };
  for (const [what, [overrides, finding]] of Object.entries(rejections))
    it(`rejects ${what}`, async () => {
      await assert.rejects(controller(overrides), {
        message: `invalid arguments for JenkinsController "jenkins"\n${finding}`,
      });
    });

  it("rejects everything at once, in order", async () => {
    await assert.rejects(controller({ heapPercent: 1, adminUser: "", containerCap: 0.5 }), {
      message: [
        'invalid arguments for JenkinsController "jenkins"',
        'adminUser: expected a login name, got ""',
        "containerCap: expected a whole number from 1 to 1000, got 0.5",
        "heapPercent: expected a whole number from 25 to 80, got 1",
      ].join("\n"),
    });
  });

  it("warns of memory for a trial only (C-17)", () => {
    assert.deepEqual(
      checkController("jenkins", { ...args, memoryRequest: "2Gi", memoryLimit: "2Gi" }),
      ["memoryLimit: 2Gi is enough for a trial only, Jenkins needs 4Gi or more"],
    );
    assert.deepEqual(checkController("jenkins", args), []);
  });

  it("warns of what its parts warn of", () => {
    const selinux = {
      strategy: "crio-annotation",
      level: "s0:c1,c2",
      kubernetesVersion: "1.37",
    } as const;
    const controllerBuilds = { executors: 1, reason: "a licence bound to the host" };
    const warnings = checkController("jenkins", {
      ...args,
      selinux,
      declaredNodes: ["worker-1"],
      proxy: { url: "http://proxy.example:3128", direct: [] },
      monitoring: { ...args.monitoring, enabled: true },
      plugins: { ...args.plugins, source: "image" },
      configuration: { ...args.configuration, controllerBuilds },
    });
    const parts = [
      "selinux.strategy",
      "nodes",
      "jenkins.proxy.url",
      "monitoring",
      "configuration.",
    ];
    assert.equal(warnings.length, parts.length);
    for (const [index, part] of parts.entries())
      assert.ok(warnings[index]?.startsWith(part), warnings[index]);
  });
});
