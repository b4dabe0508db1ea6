import assert from "node:assert/strict";

import { reloadParts } from "../../../../components/jenkins/configuration/reload";
import { failedLoad } from "../../../../components/jenkins/configuration/reload-script";
import {
  plainConfiguration,
  type ConfigurationSettings,
} from "../../../../components/jenkins/configuration/settings";
import { controller } from "../../../support/controller";
import type { Deployment } from "../../../support/deploy";
import { named, single } from "../../../support/find";
import { isSecret } from "../../../support/secrets";

// What the scripts do is shown by tests/jcasc-reload; that Kubernetes and Jenkins play along needs both.
describe("configurationReload", () => {
  let deployment: Deployment;

  before(async () => {
    deployment = await controller();
  });

  it("makes a random token that Jenkins and the sidecar share through a Secret (C-04)", () => {
    const secret = deployment.only("Secret", "jenkins-reload");
    assert.equal(secret.inputs.immutable, true);
    assert.equal("name" in secret.inputs.metadata, false);
    assert.ok(isSecret(secret.inputs.stringData));
    const { length, special } = deployment.only("RandomPassword", "jenkins-reload").inputs;
    // No character that a URL would have to escape.
    assert.deepEqual([length, special], [48, false]);
  });

  it("lets the Job read the log of the one pod, and gives the controller nothing (A-04)", () => {
    const { rules } = deployment.only("Role", "jenkins-configuration").inputs;
    assert.deepEqual(single(rules), {
      apiGroups: [""],
      resources: ["pods/log"],
      resourceNames: ["jenkins-0"],
      verbs: ["get"],
    });
    const { subjects } = deployment.only("RoleBinding", "jenkins-configuration").inputs;
    assert.equal(single(subjects).name, "jenkins-configuration");
    assert.deepEqual(
      deployment.all("Role").map(({ name }) => name),
      ["jenkins-agents", "jenkins-configuration", "jenkins-credentials"],
    );
  });

  it("waits in a Job for the revision, under an identity that may only read it (E-14)", () => {
    const { inputs, opts } = deployment.only("Job");
    const { template, backoffLimit, ttlSecondsAfterFinished, podFailurePolicy } = inputs.spec;
    assert.equal("name" in inputs.metadata, false);
    assert.equal(inputs.metadata.annotations["pulumi.com/replaceUnready"], "true");
    assert.equal(ttlSecondsAfterFinished, undefined);
    assert.deepEqual(single(podFailurePolicy.rules).onExitCodes, {
      operator: "In",
      values: [3, 4],
    });
    assert.equal(backoffLimit, 3);
    assert.equal(template.spec.serviceAccountName, "jenkins-configuration");
    assert.deepEqual(template.spec.nodeSelector, {
      "kubernetes.io/arch": "amd64",
      "kubernetes.io/os": "linux",
    });
    const container = single(template.spec.containers);
    assert.equal(named(container.env, "NAMESPACE").value, "jenkins");
    assert.match(
      named(container.env, "LOG").value,
      /\/namespaces\/\$\(NAMESPACE\)\/pods\/jenkins-0\/log\?container=configuration-reload&/,
    );
    assert.equal(container.terminationMessagePolicy, "FallbackToLogsOnError");
    assert.match(named(container.env, "REVISION").value, /^[0-9a-f]{64}$/);
    assert.deepEqual(opts.customTimeouts, { create: "20m", update: "20m" });
    assert.ok(
      Number(named(container.env, "SECONDS_TO_WAIT").value) < inputs.spec.activeDeadlineSeconds,
    );
    // Two minutes for a changed Secret, and a minute for the retry after it, with room to spare.
    assert.equal(named(container.env, "SECONDS_FOR_SECRETS").value, "150");
  });

  it("waits for another revision when the configuration is another one", async () => {
    const revision = (found: Deployment) =>
      named(single(found.only("Job").inputs.spec.template.spec.containers).env, "REVISION").value;
    const configuration = { ...plainConfiguration, environment: { A: "b" } };
    assert.notEqual(revision(deployment), revision(await controller({ configuration })));
  });

  it("satisfies the restricted level with the pod of the Job, too", () => {
    const { spec } = deployment.only("Job").inputs.spec.template;
    assert.equal(spec.securityContext.runAsNonRoot, true);
    assert.deepEqual(spec.securityContext.seccompProfile, { type: "RuntimeDefault" });
    assert.deepEqual(single(spec.containers).securityContext, {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    });
  });

  it("loads a rotated password of the mail server", async () => {
    const mailer = {
      server: "mail.example",
      port: 587,
      encryption: "startTls",
      credentials: "mail",
    } as const;
    const sidecar = async (configuration: ConfigurationSettings) => {
      const { inputs } = (await controller({ configuration })).only("StatefulSet");
      return named(inputs.spec.template.spec.initContainers, "configuration-reload");
    };
    const mailing = await sidecar({ ...plainConfiguration, mailer });
    assert.equal(named(mailing.env, "SECRET_FILES").value, "/run/secrets/mailer/*");
    assert.equal(named(mailing.volumeMounts, "mailer").readOnly, true);
    assert.equal(named((await sidecar(plainConfiguration)).env, "SECRET_FILES").value, "");
  });

  it("leaves no object where a change restarts the controller", async () => {
    const configuration = { ...plainConfiguration, onChange: "restart" } as const;
    const restarted = await controller({ configuration });
    assert.deepEqual(restarted.all("Job"), []);
    assert.deepEqual(
      restarted
        .inventory()
        .filter((line) =>
          /reload|Role\/jenkins-configuration|Account\/jenkins-configuration/.test(line),
        ),
      [],
    );
  });
});

describe("reloadParts", () => {
  const parts = reloadParts({
    image: "docker.io/jenkins/jenkins:2.580.1-jdk21",
    prefix: "/jenkins",
    tokenSecret: "reload-1",
    secretMounts: [{ name: "mailer", mountPath: "/run/secrets/mailer", readOnly: true }],
  });
  const sidecar = single(parts.initContainers ?? []);

  it("is a sidecar that ends after Jenkins and delays no shutdown (C-04)", () => {
    assert.equal(sidecar.name, "configuration-reload");
    assert.equal(sidecar.restartPolicy, "Always");
    assert.equal("lifecycle" in sidecar, false);
  });

  it("reaches Jenkins within the pod, under its path", () => {
    assert.deepEqual(variable("JENKINS"), "http://localhost:8080/jenkins");
    assert.equal(variable("CONFIGURATION"), "/var/jenkins_home/casc_configs");
  });

  it("reads the token from a file, and Jenkins takes it from the Secret", () => {
    assert.equal(variable("TOKEN"), "/run/secrets/configuration-reload/token");
    assert.deepEqual(parts.env, [
      {
        name: "CASC_RELOAD_TOKEN",
        valueFrom: { secretKeyRef: { name: "reload-1", key: "token" } },
      },
    ]);
  });

  it("looks at the secrets that Jenkins reads, and tries a refused load again within a minute", () => {
    assert.equal(variable("SECRET_FILES"), "/run/secrets/mailer/*");
    assert.equal(Number(variable("ROUNDS_TO_RETRY")) * Number(variable("INTERVAL")), 60);
  });

  it("makes the pod unready after a refused load", () => {
    assert.deepEqual(sidecar.readinessProbe, {
      exec: { command: ["/bin/sh", "-c", `! ${failedLoad}`] },
      periodSeconds: 5,
      failureThreshold: 1,
    });
  });

  it("writes only to a folder of its own, and is small", () => {
    const mounts = sidecar.volumeMounts as { name: string; readOnly?: boolean }[];
    assert.deepEqual(
      mounts.map(({ name, readOnly }) => [name, readOnly ?? false]),
      [
        ["configuration", true],
        ["reload-token", true],
        ["reload-notes", false],
        ["mailer", true],
      ],
    );
    assert.deepEqual(sidecar.resources, {
      requests: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "16Mi" },
      limits: { cpu: "200m", memory: "64Mi", "ephemeral-storage": "64Mi" },
    });
  });

  function variable(name: string): unknown {
    const env = sidecar.env as { name: string; value: string }[];
    return named(env, name).value;
  }
});
