// The script runs in a real shell; kubectl is a stand-in that answers as the API server would, in the order it was asked.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";

import { cleanUpScript } from "../../../components/jobs/clean-up";
import { JobBoundaries } from "../../../components/jobs/job-boundaries";
import { construct } from "../../support/deploy";
import { single } from "../../support/find";
import { ShellFolder } from "../../support/shell";
import { boundaries } from "./job-args";

const cleanUp = {
  enabled: true,
  image: "docker.io/alpine/k8s:1.34.2",
  schedule: "23 * * * *",
  finishedHours: 24,
  runningHours: 72,
};

const hour = 3_600_000;

describe("cleanUpScript", () => {
  it("deletes what has ended long ago and what runs for days, nothing else (C-24)", () => {
    const { deleted, status } = cleaned([
      ["ended-yesterday", "Succeeded", 25],
      ["failed-yesterday", "Failed", 25],
      ["ended-today", "Succeeded", 23],
      ["failed-today", "Failed", 23],
      ["runs-since-yesterday", "Running", 71],
      ["runs-for-days", "Running", 73],
      ["waits-for-days", "Pending", 73],
      ["waits", "Pending", 1],
      ["on-a-lost-node", "Unknown", 73],
    ]);
    assert.equal(status, 0);
    assert.deepEqual(deleted, [
      "ended-yesterday",
      "failed-yesterday",
      "runs-for-days",
      "waits-for-days",
      "on-a-lost-node",
    ]);
  });

  it("deletes nothing where there is nothing", () => {
    assert.deepEqual(cleaned([]), { deleted: [], status: 0 });
  });

  it("asks for agent pods alone, those that pipelines define among them", () => {
    assert.match(
      cleanUpScript(cleanUp),
      /get pods --selector=app\.kubernetes\.io\/component=agent,app\.kubernetes\.io\/part-of=jenkins-stack /,
    );
  });

  it("fails when the API server does not answer, instead of finding nothing", () => {
    const { status, deleted } = cleaned([["old", "Failed", 99]], 'test "$1" != get');
    assert.notEqual(status, 0);
    assert.deepEqual(deleted, []);
  });

  it("fails when a pod cannot be deleted", () => {
    const { status } = cleaned([["old", "Failed", 99]], 'test "$1" != delete');
    assert.notEqual(status, 0);
  });
});

describe("the clean-up of a namespace of builds", () => {
  it("runs without rights beyond pods, and without overlapping itself (C-24, A-48)", async () => {
    const deployment = await construct(() => new JobBoundaries("jobs", { ...boundaries, cleanUp }));
    const { rules } = deployment.only("Role").inputs;
    assert.deepEqual(rules, [
      { apiGroups: [""], resources: ["pods"], verbs: ["delete", "get", "list"] },
    ]);
    const { subjects, roleRef } = deployment.only("RoleBinding").inputs;
    assert.equal(roleRef.name, "clean-up");
    assert.deepEqual(subjects, [
      { kind: "ServiceAccount", name: "clean-up", namespace: "jenkins-jobs" },
    ]);
    const { spec } = deployment.only("CronJob").inputs;
    assert.equal(spec.concurrencyPolicy, "Forbid");
    assert.equal(spec.timeZone, "Etc/UTC");
    assert.equal(spec.schedule, "23 * * * *");
    const pod = spec.jobTemplate.spec.template.spec;
    assert.equal(pod.serviceAccountName, "clean-up");
    assert.equal(pod.automountServiceAccountToken, true);
    assert.equal(deployment.only("ServiceAccount").inputs.automountServiceAccountToken, false);
    const container = single(pod.containers);
    assert.equal(container.image, cleanUp.image);
    assert.deepEqual(container.command, ["sh", "-c", cleanUpScript(cleanUp)]);
  });

  it("satisfies the restricted Pod Security Standard, whatever the namespace enforces", async () => {
    const deployment = await construct(() => new JobBoundaries("jobs", { ...boundaries, cleanUp }));
    const pod = deployment.only("CronJob").inputs.spec.jobTemplate.spec.template.spec;
    assert.equal(pod.securityContext.runAsNonRoot, true);
    assert.deepEqual(pod.securityContext.seccompProfile, { type: "RuntimeDefault" });
    const { securityContext } = single(pod.containers);
    assert.equal(securityContext.allowPrivilegeEscalation, false);
    assert.deepEqual(securityContext.capabilities, { drop: ["ALL"] });
  });

  it("pulls its image with the logins of the namespace (A-40)", async () => {
    const registries = { ghcr: { server: "ghcr.io", username: "jenkins" } };
    const pulling = await construct(
      () => new JobBoundaries("jobs", { ...boundaries, cleanUp, registries }),
    );
    assert.deepEqual(pulling.only("ServiceAccount").inputs.imagePullSecrets, [
      { name: "registries" },
    ]);
  });
});

/** A run of the script in a namespace with these pods: name, phase, age in hours. */
function cleaned(
  pods: readonly (readonly [name: string, phase: string, hours: number])[],
  unless = "true",
): { readonly deleted: readonly string[]; readonly status: number | null } {
  const lines = pods.map(([name, phase, hours]) => {
    const started = new Date(Date.now() - hours * hour).toISOString().replace(/\.\d+Z$/, "Z");
    return `${name} ${phase} ${started}`;
  });
  const shell = new ShellFolder({
    kubectl: `${unless} || exit 1
case $1 in
  get) printf '%s\\n' "$PODS" ;;
  delete) echo "$3" >> "$ROOT/deleted" ;;
esac`,
  });
  try {
    const { status } = shell.run(cleanUpScript(cleanUp), { PODS: lines.join("\n") });
    const file = shell.path("deleted");
    const deleted = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    return { deleted, status };
  } finally {
    shell.remove();
  }
}
