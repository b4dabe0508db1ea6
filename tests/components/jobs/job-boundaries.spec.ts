import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import type { AgentTemplate } from "../../../components/internal/agent-template";
import { checkBoundaries } from "../../../components/jobs/check";
import { JobBoundaries, type JobBoundariesArgs } from "../../../components/jobs/job-boundaries";
import { construct, deploy } from "../../support/deploy";
import { single } from "../../support/find";
import { agent, boundaries, usual } from "./job-args";

const compiler: AgentTemplate = {
  ...agent,
  name: "compiler",
  labels: ["compiler"],
  forAnyBuild: false,
  instanceCap: 1,
  containers: [
    {
      name: "compiler",
      image: "registry.example/compiler:1.2.3",
      root: false,
      resources: { ...usual, cpuLimit: "32", memoryLimit: "64Gi", ephemeralStorageLimit: "200Gi" },
    },
  ],
};

describe("JobBoundaries", () => {
  it("makes one quota and one LimitRange in the namespace, labelled as the stack's (C-26, E-07)", async () => {
    const deployment = await bounded();
    const quota = deployment.only("ResourceQuota").inputs;
    const range = deployment.only("LimitRange").inputs;
    for (const [{ metadata }, name] of [
      [quota, "builds"],
      [range, "containers"],
    ] as const) {
      assert.equal(metadata.name, name);
      assert.equal(metadata.namespace, "jenkins-jobs");
      assert.equal(metadata.labels["app.kubernetes.io/part-of"], "jenkins-stack");
    }
    assert.equal(quota.spec.hard["pods"], "13");
    assert.equal(quota.spec.hard["limits.cpu"], "52");
  });

  it("says what the quota is", async () => {
    const { outputs } = await deploy(() => ({
      quota: new JobBoundaries("jobs", boundaries).quota,
    }));
    assert.equal((outputs["quota"] as Record<string, string>)["pods"], "13");
  });

  it("gives containers that say nothing what a quota needs, so that pipelines' pods start (B-27)", async () => {
    const [limit] = (await bounded()).only("LimitRange").inputs.spec.limits;
    assert.deepEqual(limit, {
      type: "Container",
      defaultRequest: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "1Gi" },
      default: { cpu: "2", memory: "1Gi", "ephemeral-storage": "10Gi" },
      max: { cpu: "8", memory: "16Gi", "ephemeral-storage": "50Gi" },
    });
  });

  it("lets no container be larger than the largest of the agents, or than the settings say (C-26)", async () => {
    const templates = [agent, compiler];
    const derived = (await bounded({ templates })).only("LimitRange").inputs.spec.limits;
    assert.deepEqual(single(derived).max, {
      cpu: "32",
      memory: "64Gi",
      "ephemeral-storage": "200Gi",
    });
    const most = { cpu: "48", memory: "96Gi" };
    const set = await bounded({ templates, containers: { usual, most } });
    assert.deepEqual(single(set.only("LimitRange").inputs.spec.limits).max, {
      ...most,
      "ephemeral-storage": "200Gi",
    });
  });

  it("has the quota only once silent containers get what it asks for (B-27)", async () => {
    const [before] = (await bounded()).only("ResourceQuota").opts.dependsOn as object[];
    assert.equal(before?.constructor.name, "LimitRange");
  });

  it("has room for what cleans up, beside the agents (C-24, C-26)", async () => {
    const on = { ...boundaries.cleanUp, enabled: true, image: "docker.io/alpine/k8s:1.34.2" };
    const { hard } = (await bounded({ cleanUp: on })).only("ResourceQuota").inputs.spec;
    assert.deepEqual([hard["pods"], hard["limits.cpu"]], ["14", "52500m"]);
  });

  it("has no quota when that is off, and no clean-up unless it is on (C-24)", async () => {
    const off = await bounded({ quota: { enabled: false } });
    assert.deepEqual(off.all("ResourceQuota"), []);
    for (const kind of ["CronJob", "ServiceAccount", "Role", "RoleBinding"] as const)
      assert.deepEqual(off.all(kind), []);
  });

  it("asks the same in a preview, where no name of a namespace is needed", async () => {
    const make = () => new JobBoundaries("jobs", boundaries);
    const preview = await construct(make, { preview: true });
    assert.deepEqual(preview.inventory(), (await construct(make)).inventory());
  });

  it("warns where agents have to wait for each other, and nowhere else (C-26)", () => {
    const warnings = (quota: JobBoundariesArgs["quota"]) =>
      checkBoundaries("jobs", { ...boundaries, quota }).warnings;
    assert.deepEqual(warnings({ enabled: true }), []);
    assert.deepEqual(warnings({ enabled: true, memoryLimits: "26Gi", pods: 20 }), []);
    assert.deepEqual(warnings({ enabled: true, memoryLimits: "20Gi", pods: 5 }), [
      "quota.pods: 5 is less than the 13 that all agents at once may take; builds wait for each other, or lower the cap",
      "quota.memoryLimits: 20Gi is less than the 26Gi that all agents at once may take; builds wait for each other, or lower the cap",
    ]);
    assert.deepEqual(warnings({ enabled: false, pods: 1 }), []);
  });

  const { network, cleanUp } = boundaries;
  const rejections: Readonly<Record<string, [Partial<JobBoundariesArgs>, string]>> = {
    "a quota in which a kind of agent never starts (C-26)": [
      { templates: [agent, compiler], quota: { enabled: true, cpuLimits: "16" } },
      'quota.cpuLimits: expected at least 34, what one pod of the template compiler takes, got "16"',
    ],
    "a bound of a container below one of the agents'": [
      { templates: [compiler], containers: { usual, most: { memory: "32Gi" } } },
      'containers.most.memory: expected at least 64Gi, which a container of the agents has, got "32Gi"',
    ],
    "requests above the limit": [
      { containers: { usual: { ...usual, memoryRequest: "2Gi" }, most: {} } },
      'containers.usual.memoryRequest: expected at most the limit 1Gi, got "2Gi"',
    ],
    "an amount that is none": [
      { quota: { enabled: true, memoryLimits: "64GB" } },
      'quota.memoryLimits: expected a Kubernetes quantity such as "200Gi", got "64GB"; did you mean "64G" or "64Gi"?',
    ],
    "half a pod": [
      { quota: { enabled: true, pods: 1.5 } },
      "quota.pods: expected a whole number, got 1.5",
    ],
    "no agents at all": [
      { containerCap: 0 },
      "containerCap: expected a whole number above 0, got 0",
    ],
    "a port that is none": [
      { network: { ...network, internetPorts: [0] } },
      'network.internetPorts: expected ports from 1 to 65535, got "0"',
    ],
    "a network with host bits": [
      { network: { ...network, ownNetworks: ["10.1.2.3/8"] } },
      'network.ownNetworks[0]: expected a network such as 10.0.0.0/8 or fd00::/8, got "10.1.2.3/8"; did you mean "10.0.0.0/8"?',
    ],
    "servers nowhere": [
      { network: { ...network, egress: { mirror: { ports: [443] } } } },
      'network.egress.mirror: expected either networks or a namespace, got "none"',
    ],
    "pods open to nobody, which would be to everybody": [
      { open: { share: { podLabels: {}, ports: [873], networks: [] } } },
      'open.share.networks: expected at least one network, got "none"; a rule without any would let everything pass',
    ],
    "pods that reach no port, which would be every port": [
      { reach: { sync: { podLabels: {}, ports: [] } } },
      'reach.sync.ports: expected ports from 1 to 65535, got ""',
    ],
    "a clean-up without an image": [
      { cleanUp: { ...cleanUp, enabled: true } },
      "cleanUp.image: expected an image with kubectl, got nothing",
    ],
    "a clean-up that spares what has ended longer than what runs": [
      { cleanUp: { ...cleanUp, finishedHours: 48, runningHours: 24 } },
      "cleanUp.runningHours: expected at least finishedHours (48), got 24",
    ],
  };
  for (const [what, [overrides, message]] of Object.entries(rejections))
    it(`rejects ${what}`, async () => {
      await assert.rejects(bounded(overrides), (error: Error) => {
        assert.ok(error instanceof pulumi.RunError);
        assert.equal(error.message, `invalid arguments for JobBoundaries "jobs"\n${message}`);
        return true;
      });
    });
});

function bounded(overrides: Partial<JobBoundariesArgs> = {}) {
  return construct(() => new JobBoundaries("jobs", { ...boundaries, ...overrides }));
}
